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

    private readonly TcpClient _tcp = new();

    public static async Task<FloodingPeer> ConnectAsync(Uri door)
    {
        var peer = new FloodingPeer();
        await peer._tcp.ConnectAsync(door.Host, door.Port);
        return peer;
    }

    public async Task FloodAsync()
    {
        var reading = ReadAsync();
        try
        {
            await _tcp.GetStream().WriteAsync((byte[])[.. Frame.Preface, .. Frame.Settings((1, 0))]);
            for (var write = 0; write < Writes && !reading.IsCompleted; write++)
            {
                var streams = Enumerable.Range(write * StreamsOfAWrite, StreamsOfAWrite).Select(i => (2 * i) + 1);
                await _tcp.GetStream().WriteAsync(streams.SelectMany(id => (byte[])[.. Frame.Headers(id, false, Call), .. Frame.WindowUpdate(id, int.MaxValue)]).ToArray());
            }

            await reading;
        }
        catch (IOException)
        {
            // Cut amid a write.
        }
    }

    public void Dispose() => _tcp.Dispose();

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        while (await _tcp.GetStream().ReadAsync(buffer) > 0)
        {
            // What the server answers is of no interest.
        }
    }
}
