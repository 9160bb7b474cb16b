using System.Net.Sockets;
using CleanLite.Testing.Http2;

namespace CleanLite.Api.Tests.Ingest;

/// <summary>Opens an HTTP/2 connection (RFC 9113, section 3.4) and never says another word.</summary>
internal sealed class SilentPeer : IDisposable
{
    private readonly TcpClient _tcp = new();

    public static async Task<SilentPeer> ConnectAsync(Uri door)
    {
        var peer = new SilentPeer();
        await peer._tcp.ConnectAsync(door.Host, door.Port);
        await peer._tcp.GetStream().WriteAsync((byte[])[.. Frame.Preface, .. Frame.Settings()]);
        return peer;
    }

    /// <summary>The types of all frames that the server sends until it closes.</summary>
    public async Task<List<FrameType>> ReadToEndAsync()
    {
        var types = new List<FrameType>();
        try
        {
            while (true) types.Add((await Frame.ReadAsync(_tcp.GetStream())).Type);
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
            return (await Frame.ReadAsync(_tcp.GetStream())).Type == FrameType.Settings;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose() => _tcp.Dispose();
}
