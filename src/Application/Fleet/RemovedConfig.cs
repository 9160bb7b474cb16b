namespace CleanLite.Application.Fleet;

/// <summary>What <see cref="RemoveConfigCommand"/> is answered.</summary>
/// <param name="Push">The push of the group's configuration, where one was made.</param>
/// <param name="IsKept">False if the removal could not be kept beyond the end of the process.</param>
public sealed record RemovedConfig(PushReceipt? Push, bool IsKept);
