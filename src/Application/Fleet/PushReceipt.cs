using CleanLite.Domain.Fleet;

namespace CleanLite.Application.Fleet;

/// <summary>A push and what became of it so far.</summary>
/// <param name="Push">What was asked.</param>
/// <param name="Delivery">How it got on its way.</param>
/// <param name="State">What became of it.</param>
public sealed record PushReceipt(Push Push, PushDelivery Delivery, PushState State)
{
    /// <summary>A sentence for a person, of the agent's or the server's making; empty if there is nothing to say.</summary>
    public string Detail { get; init; } = "";

    /// <summary>With a configuration: the hash in force at the agent, as it said last; empty if it did not.</summary>
    public string ConfigHash { get; init; } = "";

    /// <summary>When it went out, Unix milliseconds; null if it has not.</summary>
    public long? SentUnixMs { get; init; }

    /// <summary>When it ended, Unix milliseconds; null if it has not.</summary>
    public long? EndedUnixMs { get; init; }

    /// <summary>With a sample request: what the agent answered; null before it did, and once the answer is kept no longer.</summary>
    public SampleAnswer? Sample { get; init; }
}
