using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CleanLite.Load.Servers;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Peers;

/// <summary>nats-server as Debian has it, viewers over its WebSocket, the publisher over its own protocol.</summary>
internal sealed class NatsPeer : IPeer
{
    private static readonly string[] Places = ["/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server"];

    public string Name => "nats-server, WebSocket";

    public string? Missing => Path() is null ? "nats-server is not installed (apt-get install nats-server)" : null;

    public async Task<PeerServer> StartAsync(bool pinned)
    {
        var (port, webPort) = FreePorts();
        var config = System.IO.Path.GetTempFileName();
        await File.WriteAllTextAsync(
            config, $"listen: 127.0.0.1:{port}\nping_interval: \"30m\"\nwebsocket {{ listen: \"127.0.0.1:{webPort}\"\n no_tls: true }}\n");
        var process = ChildProcess.Start(pinned, new Dictionary<string, string>(), Path()!, "-c", config);
        await process.WaitForAsync(line => line.Contains("Server is ready", StringComparison.Ordinal) ? line : null);
        File.Delete(config);
        return new PeerServer(process, new Uri($"http://127.0.0.1:{webPort}"), port);
    }

    public AudiencePlan PlanOf(int viewers, Func<int, IMessageSink> sinkOf) => new(viewers, sinkOf)
    {
        PathOf = _ => "/",
        Greeting = ClientFrame.Binary("CONNECT {\"verbose\":false,\"pedantic\":false,\"protocol\":1}\r\nSUB points 1\r\n"u8),
    };

    public async Task<IPublisher> ConnectPublisherAsync(PeerServer server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, server.PublishPort);
        await socket.SendAsync("CONNECT {\"verbose\":false,\"pedantic\":false,\"protocol\":1}\r\n"u8.ToArray());
        return new Publisher(socket);
    }

    private static string? Path() => Array.Find(Places, File.Exists);

    // Both held until both are known: a port given back may be given out again at once.
    private static (int, int) FreePorts()
    {
        using var one = new TcpListener(IPAddress.Loopback, 0);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        one.Start();
        other.Start();
        return (((IPEndPoint)one.LocalEndpoint).Port, ((IPEndPoint)other.LocalEndpoint).Port);
    }

    private sealed class Publisher(Socket socket) : IPublisher
    {
        private readonly List<byte> _point = [];
        private readonly List<byte> _message = [];

        public void Publish(int points, long dueUs)
        {
            _message.Clear();
            for (var i = 0; i < points; i++)
            {
                _point.Clear();
                PeerPoint.Write(_point, i, dueUs);
                _message.AddRange(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"PUB points {_point.Count}\r\n")));
                _message.AddRange(_point);
                _message.AddRange("\r\n"u8);
            }

            socket.Send(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_message));
        }

        public void Dispose() => socket.Dispose();
    }
}
