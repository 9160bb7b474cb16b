namespace CleanLite.Api.Fleet;

/// <summary>What became of removing a configuration, as JSON shows it.</summary>
/// <param name="Kept">False if the removal could not be kept beyond the end of the server's process.</param>
/// <param name="Push">The push of the group's configuration, where one went out.</param>
internal sealed record RemovedConfigView(bool Kept, PushView? Push);
