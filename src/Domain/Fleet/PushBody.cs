namespace CleanLite.Domain.Fleet;

/// <summary>What a push says (agent.proto, <c>Push.body</c>).</summary>
public abstract record PushBody
{
    private PushBody()
    {
    }

    /// <summary>What it asks for.</summary>
    public abstract PushKind Kind { get; }

    /// <summary>Run with this configuration from now on.</summary>
    public sealed record NewConfig(AgentConfig Config, string Reason) : PushBody
    {
        /// <inheritdoc/>
        public override PushKind Kind => PushKind.Config;
    }

    /// <summary>Tell the newest points.</summary>
    /// <param name="RequestId">Names the request; the same name is the same request.</param>
    /// <param name="Metrics">Names or patterns with <c>*</c>; empty: all.</param>
    /// <param name="Limit">Most series wanted, at least 1.</param>
    public sealed record SampleRequest(string RequestId, IReadOnlyList<string> Metrics, int Limit) : PushBody
    {
        /// <inheritdoc/>
        public override PushKind Kind => PushKind.Sample;
    }

    /// <summary>Do something that has a name. There is no shell.</summary>
    public sealed record Action(PushKind Which, string Name, IReadOnlyDictionary<string, string> Arguments) : PushBody
    {
        /// <inheritdoc/>
        public override PushKind Kind => Which;
    }

    /// <summary>Report this often.</summary>
    /// <param name="IntervalMs">Milliseconds between reports.</param>
    /// <param name="LeaseMs">For how long, in milliseconds; 0: until changed.</param>
    public sealed record ReportInterval(int IntervalMs, int LeaseMs) : PushBody
    {
        /// <inheritdoc/>
        public override PushKind Kind => PushKind.Interval;
    }
}
