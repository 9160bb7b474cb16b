using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Fleet;

/// <summary>Where a batch came from: a session of a connected agent, or a single call.</summary>
public abstract record BatchOrigin
{
    private BatchOrigin()
    {
    }

    /// <summary>Batch number <paramref name="Sequence"/> of the session behind <paramref name="Connection"/>.</summary>
    public sealed record FromSession(AgentConnection Connection, ulong Sequence) : BatchOrigin;

    /// <summary>A batch without a session.</summary>
    public sealed record FromCall(AgentId Agent, LabelSet Labels) : BatchOrigin;
}
