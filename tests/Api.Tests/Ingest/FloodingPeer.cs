using System.Net.Sockets;
using CleanLite.Testing.Http2;

namespace CleanLite.Api.Tests.Ingest;

/// <summary>Opens streams on one HTTP/2 connection, each with a window that overflows, until the server cuts it.</summary>
internal sealed class FloodingPeer : IDisposable
{
    private const int StreamsOfAWrite = 100;
    private const int Writes = 100;
    private static readonly (string, string)[] Call =
        [(":method", "POST"), (":scheme", "http"), (":path", "/cleanlite.v1.AgentService/Connect"), (":authority", "localhost"), ("te", "trailers"), ("content-type", "application/grpc")];

    private readonly NetworkStream _stream;

    private FloodingPeer(NetworkStream stream) => _stream = stream;

    public static async Task<FloodingPeer> ConnectAsync(Uri door)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(door.Host, door.Port);
        return new FloodingPeer(new NetworkStream(socket, ownsSocket: true));
    }

    public async Task FloodAsync()
    {
        var reading = ReadAsync();
        try
        {
            await _stream.WriteAsync((byte[])[.. Frame.Preface, .. Frame.Settings((1, 0))]);
            for (var write = 0; write < Writes && !reading.IsCompleted; write++)
            {
                var streams = Enumerable.Range(write * StreamsOfAWrite, StreamsOfAWrite).Select(i => (2 * i) + 1);
                await _stream.WriteAsync(streams.SelectMany(id => (byte[])[.. Frame.Headers(id, false, Call), .. Frame.WindowUpdate(id, int.MaxValue)]).ToArray());
            }

            await reading;
        }
        catch (IOException)
        {
            // Cut amid a write.
        }
    }

    public void Dispose() => _stream.Dispose();

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        while (await _stream.ReadAsync(buffer) > 0)
        {
            // What the server answers is of no interest.
        }
    }
}
