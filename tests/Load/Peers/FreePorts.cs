using System.Net;
using System.Net.Sockets;

namespace CleanLite.Load.Peers;

/// <summary>Loopback ports for servers that do not tell which one they took.</summary>
internal static class FreePorts
{
    /// <summary>Several, all held until all are known: a port given back may be given out again at once.</summary>
    public static int[] Take(int count)
    {
        var held = new List<TcpListener>();
        for (var i = 0; i < count; i++)
        {
            held.Add(new TcpListener(IPAddress.Loopback, 0));
            held[i].Start();
        }

        var ports = held.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        held.ForEach(l => l.Dispose());
        return ports;
    }
}
