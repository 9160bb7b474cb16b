using System.Net;
using System.Net.Sockets;
using CleanLite.Grpc.Health.V1;
using CleanLite.Testing.Http2;

namespace CleanLite.Faults.Peers;

/// <summary>Follows the server's health over a gRPC connection of its own, frame by frame, and keeps the order of what it is told.</summary>
internal sealed class HealthWatch : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private HealthWatch()
    {
    }

    /// <summary>What it was told, to the end of the connection: <c>SERVING</c> and the like, <c>status N</c>, <c>GOAWAY</c>.</summary>
    public required Task<List<string>> Told { get; init; }

    /// <summary>Connects and returns once the server has said that it serves.</summary>
    public static async Task<HealthWatch> BeginAsync(IPEndPoint door)
    {
        var serves = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = new TaskCompletionSource<List<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var watch = new HealthWatch { Told = source.Task };
        await watch._socket.ConnectAsync(door);
        var stream = new NetworkStream(watch._socket);
        (string, string)[] headers =
        [
            (":method", "POST"), (":scheme", "http"), (":path", "/grpc.health.v1.Health/Watch"), (":authority", door.ToString()), ("content-type", "application/grpc"), ("te", "trailers"),
        ];
        byte[] nothing = [0, 0, 0, 0, 0];
        const ushort HeaderTableSize = 1;
        await stream.WriteAsync((byte[])[.. Frame.Preface, .. Frame.Settings((HeaderTableSize, 0)), .. Frame.Headers(1, end: false, headers), .. Frame.Data(1, end: true, nothing)]);
        _ = Task.Run(async () => source.SetResult(await ReadAsync(stream, serves)));
        await serves.Task.WaitAsync(TimeSpan.FromSeconds(5));
        return watch;
    }

    public void Dispose() => _socket.Dispose();

    private static async Task<List<string>> ReadAsync(Stream stream, TaskCompletionSource serves)
    {
        var told = new List<string>();
        try
        {
            while (true)
            {
                var (type, flags, _, payload) = await Frame.ReadAsync(stream);
                switch (type)
                {
                    case FrameType.Data when payload.Length > 5:
                        told.Add(HealthCheckResponse.Parser.ParseFrom(payload.AsSpan(5)).Status.ToString().ToUpperInvariant());
                        serves.TrySetResult();
                        break;
                    case FrameType.Headers when (flags & Frame.EndStream) != 0:
                        told.Add($"status {Hpack.Decode(payload).Find(f => f.Name == "grpc-status").Value}");
                        break;
                    case FrameType.GoAway:
                        told.Add("GOAWAY");
                        break;
                    case FrameType.Settings when (flags & Frame.Ack) == 0:
                        await stream.WriteAsync(Frame.Of(FrameType.Settings, Frame.Ack, 0, []));
                        break;
                    case FrameType.Ping when (flags & Frame.Ack) == 0:
                        await stream.WriteAsync(Frame.Of(FrameType.Ping, Frame.Ack, 0, payload));
                        break;
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return told;
        }
    }
}
