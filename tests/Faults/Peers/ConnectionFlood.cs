using System.Net;
using System.Net.Sockets;

namespace CleanLite.Faults.Peers;

/// <summary>Connections that say nothing and take up descriptors.</summary>
internal sealed class ConnectionFlood : IDisposable
{
    private readonly List<Socket> _sockets = [];

    private ConnectionFlood()
    {
    }

    public static async Task<ConnectionFlood> ConnectAsync(IPEndPoint door, int count)
    {
        var flood = new ConnectionFlood();
        for (var i = 0; i < count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            flood._sockets.Add(socket);
            try
            {
                await socket.ConnectAsync(door);
            }
            catch (SocketException)
            {
                // The server has no room for it and says so at once.
            }
        }

        return flood;
    }

    public void Dispose()
    {
        foreach (var socket in _sockets) socket.Dispose();
    }
}
