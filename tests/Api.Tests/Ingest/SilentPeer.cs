using System.Net.Sockets;
using CleanLite.Testing.Http2;

namespace CleanLite.Api.Tests.Ingest;

/// <summary>Opens an HTTP/2 connection (RFC 9113, section 3.4) and never says another word.</summary>
internal sealed class SilentPeer : IDisposable
{
    private readonly NetworkStream _stream;

    private SilentPeer(NetworkStream stream) => _stream = stream;

    public static async Task<SilentPeer> ConnectAsync(Uri door)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(door.Host, door.Port);
        return new SilentPeer(new NetworkStream(socket, ownsSocket: true));
    }

    /// <summary>The types of all frames that the server sends until it closes.</summary>
    public async Task<List<FrameType>> ReadToEndAsync()
    {
        var types = new List<FrameType>();
        try
        {
            await GreetAsync();
            while (true) types.Add((await Frame.ReadAsync(_stream)).Type);
        }
        catch (EndOfStreamException)
        {
            return types;
        }
    }

    /// <summary>Whether the server answers the preface, and does not close the connection instead.</summary>
    public async Task<bool> IsGreetedAsync()
    {
        try
        {
            await GreetAsync();
            return (await Frame.ReadAsync(_stream)).Type == FrameType.Settings;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose() => _stream.Dispose();

    private ValueTask GreetAsync() => _stream.WriteAsync((byte[])[.. Frame.Preface, .. Frame.Settings()]);
}
