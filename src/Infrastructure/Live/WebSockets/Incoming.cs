using CleanLite.Application.Live;

namespace CleanLite.Infrastructure.Live.WebSockets;

/// <summary>One message or control frame from a viewer.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Payload">Valid until the reader is used again.</param>
/// <param name="Ending">Set for <see cref="IncomingKind.Close"/> and <see cref="IncomingKind.Fault"/>.</param>
internal readonly record struct Incoming(IncomingKind Kind, ReadOnlyMemory<byte> Payload, LiveEnding? Ending = null)
{
    public static Incoming Fault(LiveEnding ending) => new(IncomingKind.Fault, default, ending);
}
