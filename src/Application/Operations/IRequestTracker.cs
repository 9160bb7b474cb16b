using CleanLite.Domain.Fleet;

namespace CleanLite.Application.Operations;

/// <summary>Knows what is in flight. Bounded: past its limits a request goes on, unseen, and is counted. No call waits or throws.</summary>
public interface IRequestTracker
{
    /// <summary>How many requests are in flight, seen or unseen.</summary>
    int Count { get; }

    /// <summary>Notes a request that the server itself serves; the scope returned ends it.</summary>
    /// <param name="channel">The way it came; not text from outside.</param>
    ITrackedRequest Begin(string channel);

    /// <summary>Notes a request that an agent reports as begun. One that is reported again begins anew.</summary>
    void Started(AgentId agent, string requestId, string session, string channel);

    /// <summary>Notes that a request which an agent reported has ended; true if it was known.</summary>
    bool Ended(AgentId agent, string requestId);

    /// <summary>Ends all that an agent reported: it is gone, and nobody else will.</summary>
    void EndAll(AgentId agent);

    /// <summary>What is in flight, newest first.</summary>
    /// <param name="limit">How many at most.</param>
    IReadOnlyList<ActiveRequest> List(int limit);
}
