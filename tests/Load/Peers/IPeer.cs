using CleanLite.Load.Servers;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Peers;

/// <summary>Another way to bring points to browsers, measured in the same way.</summary>
internal interface IPeer
{
    string Name { get; }

    /// <summary>Why it cannot be measured here; null if it can.</summary>
    string? Missing { get; }

    /// <summary>Starts it, on the server's core if <paramref name="pinned"/>.</summary>
    Task<PeerServer> StartAsync(bool pinned);

    /// <summary>How its viewers connect; what they are sent goes to <paramref name="sinkOf"/>.</summary>
    AudiencePlan PlanOf(int viewers, Func<int, IMessageSink> sinkOf);

    /// <summary>Connects the one who publishes.</summary>
    Task<IPublisher> ConnectPublisherAsync(PeerServer server);
}
