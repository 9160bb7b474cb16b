using System.Collections.Concurrent;
using CleanLite.V1;

namespace CleanLite.Agent.Tests.EndToEnd;

/// <summary>What the test server has seen and how it behaves. It may outlive a server, or not.</summary>
internal sealed class ServerState
{
    /// <summary>Every message in the order of arrival, over all links.</summary>
    public ConcurrentQueue<AgentMessage> Received { get; } = new();

    /// <summary>Highest number applied, by session.</summary>
    public ConcurrentDictionary<string, ulong> Applied { get; } = new();

    /// <summary>The newest stream of each agent.</summary>
    public ConcurrentDictionary<string, object> Streams { get; } = new();

    /// <summary>Acknowledge no batch beyond this number.</summary>
    public ulong AcknowledgeUpTo { get; set; } = ulong.MaxValue;

    /// <summary>Says nothing after Welcome.</summary>
    public bool IsMute { get; init; }

    public Limits Limits { get; init; } = new() { MaxUnacknowledgedBatches = 16 };

    public IReadOnlyList<ulong> Sequences =>
        [.. Received.Where(message => message.BodyCase == AgentMessage.BodyOneofCase.Batch).Select(message => message.Batch.Sequence)];

    public string? AuthorizationSeen { get; set; }
}
