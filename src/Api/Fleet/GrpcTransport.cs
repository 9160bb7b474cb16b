using CleanLite.Api.Ingest;
using CleanLite.V1;
using Grpc.Core;

namespace CleanLite.Api.Fleet;

/// <summary>An agent's stream through the gRPC door.</summary>
internal sealed class GrpcTransport(IAsyncStreamReader<InboundMessage> reader, IServerStreamWriter<ServerMessage> writer) : IAgentTransport
{
    // The server flushes each message unless told that another follows.
    private static readonly WriteOptions Gather = new(WriteFlags.BufferHint);

    public string Name => "grpc";

    public async ValueTask<InboundMessage?> ReadAsync(CancellationToken cancellation) =>
        await reader.MoveNext(cancellation).ConfigureAwait(false) ? reader.Current : null;

    public async ValueTask WriteAsync(ServerMessage message, bool more, CancellationToken cancellation)
    {
        writer.WriteOptions = more ? Gather : WriteOptions.Default;
        await writer.WriteAsync(message, cancellation).ConfigureAwait(false);
    }
}
