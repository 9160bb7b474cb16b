using System.Net;
using CleanLite.Api.Ingest;
using CleanLite.V1;

namespace CleanLite.Api.Fleet;

/// <summary>One stream of an agent, whatever door it came through. One caller reads, one caller writes.</summary>
internal interface IAgentTransport
{
    /// <summary>The door: <c>grpc</c>, <c>websocket</c>.</summary>
    string Name { get; }

    /// <summary>Where the agent is; null if that is not known.</summary>
    IPAddress? Address => null;

    /// <summary>Milliseconds to the agent and back, as the operating system measured them on the connection; null if it cannot say.</summary>
    double? MeasureRoundTrip() => null;

    /// <summary>The next message, which is the caller's to dispose; null once the agent has said that it sends no more.</summary>
    /// <exception cref="IOException">The stream is lost.</exception>
    /// <remarks>After <paramref name="cancellation"/> the stream may be read on.</remarks>
    ValueTask<InboundMessage?> ReadAsync(CancellationToken cancellation);

    /// <summary>Writes a message. <paramref name="more"/>: another follows at once, so that this one need not leave by itself.</summary>
    ValueTask WriteAsync(ServerMessage message, bool more, CancellationToken cancellation);
}
