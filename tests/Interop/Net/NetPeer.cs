using CleanLite.Interop.Protos;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CleanLite.Interop.Net;

/// <summary>A channel to the host, and how long the soak cases are.</summary>
/// <param name="Address">Host and port.</param>
/// <param name="SoakCount">Calls of a soak case.</param>
/// <param name="SoakLimit">Longest time for one of them.</param>
internal sealed record NetPeer(string Address, int SoakCount, TimeSpan SoakLimit) : IDisposable
{
    public const int LargeRequest = 271_828;
    public const int LargeResponse = 314_159;

    private GrpcChannel? _channel;
    private int _compressedMessages;

    public TestService.TestServiceClient Client => new(Channel);

    public UnimplementedService.UnimplementedServiceClient Unimplemented => new(Channel);

    /// <summary>Messages that came with the flag set.</summary>
    public int CompressedMessages => Volatile.Read(ref _compressedMessages);

    private GrpcChannel Channel => _channel ??= GrpcChannel.ForAddress($"http://{Address}", new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler { UseProxy = false },
        DisposeHttpClient = true,
        CompressionProviders = InflateNotice.Providers(() => Interlocked.Increment(ref _compressedMessages)),
    });

    /// <summary>Another channel to the same host.</summary>
    public NetPeer Another() => new(Address, SoakCount, SoakLimit);

    /// <summary>Options of a call that may take a while on a busy machine.</summary>
    public static CallOptions Patiently(Metadata? headers = null) => Within(TimeSpan.FromSeconds(60), headers);

    public static CallOptions Within(TimeSpan time, Metadata? headers = null) => new(headers, DateTime.UtcNow + time);

    /// <summary>The unary call with the standard's large payloads.</summary>
    public async Task CallLargeAsync(CallOptions options)
    {
        var answer = await Client.UnaryCallAsync(
            new SimpleRequest { ResponseSize = LargeResponse, Payload = Zeros(LargeRequest) }, options);
        Expect.Zeros(LargeResponse, answer.Payload);
    }

    public static Payload Zeros(int length) => new() { Body = ByteString.CopyFrom(new byte[length]) };

    public void Dispose() => _channel?.Dispose();
}
