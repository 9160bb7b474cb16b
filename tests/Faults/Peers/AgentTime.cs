namespace CleanLite.Faults.Peers;

/// <summary>The time that an agent believes in. Only its wall clock is wrong; it waits as long as others do.</summary>
/// <param name="timestampOf">Unix milliseconds by the machine's clock to what the agent believes.</param>
internal sealed class AgentTime(Func<long, long> timestampOf) : TimeProvider
{
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(timestampOf(base.GetUtcNow().ToUnixTimeMilliseconds()), Last));
}
