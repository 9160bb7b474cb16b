using System.Collections.Concurrent;
using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;

namespace CleanLite.Infrastructure.Tests.Fleet;

/// <summary>A stream that keeps what was pushed over it.</summary>
internal sealed class FakeLink : IAgentLink
{
    public ConcurrentQueue<Push> Pushes { get; } = new();

    /// <summary>Whether the outbox takes more.</summary>
    public bool HasRoom { get; set; } = true;

    public (GoodbyeReason Reason, string Detail)? Farewell { get; private set; }

    public string Transport => "grpc";

    public bool TryPush(Push push)
    {
        if (!HasRoom || Farewell is not null) return false;
        Pushes.Enqueue(push);
        return true;
    }

    public void End(GoodbyeReason reason, string detail, int reconnectAfterMs = 0) => Farewell ??= (reason, detail);
}
