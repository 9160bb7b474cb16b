using System.Net;
using System.Net.Sockets;
using CleanLite.Api.Ingest;
using CleanLite.V1;
using Grpc.Core;

namespace CleanLite.Api.Fleet;

/// <summary>An agent's stream through the gRPC door.</summary>
internal sealed class GrpcTransport(
    IAsyncStreamReader<InboundMessage> reader, IServerStreamWriter<ServerMessage> writer, Socket? socket, IPAddress? address) : IAgentTransport
{
    // The server flushes each message unless told that another follows.
    private static readonly WriteOptions Gather = new(WriteFlags.BufferHint);

    public string Name => "grpc";

    public IPAddress? Address => address;

    public double? MeasureRoundTrip() => socket is null ? null : TcpRoundTrip.Of(socket);

    public async ValueTask<InboundMessage?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return await reader.MoveNext(cancellation).ConfigureAwait(false) ? reader.Current : null;
        }
        catch (InvalidDataException)
        {
            // So says the official server of a flag that is neither 0 nor 1.
            return InboundMessage.Malformed(WireFault.BadFrame);
        }
        catch (IOException e) when (e.Message.StartsWith("Message too large", StringComparison.Ordinal))
        {
            // And so of a length beyond 2^31-1.
            return InboundMessage.Malformed(WireFault.TooLarge);
        }
    }

    public async ValueTask WriteAsync(ServerMessage message, bool more, CancellationToken cancellation)
    {
        writer.WriteOptions = more ? Gather : WriteOptions.Default;
        await writer.WriteAsync(message, cancellation).ConfigureAwait(false);
    }
}
