using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CleanLite.Load.Servers;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Peers;

/// <summary>nats-server as Debian has it, viewers over its WebSocket, the publisher over its own protocol.</summary>
internal sealed class NatsPeer : IPeer
{
    private const string Program = "nats-server";

    public string Name => $"{Program}, WebSocket";

    public string? Missing => Installed.Missing(Program);

    public async Task<PeerServer> StartAsync(bool pinned)
    {
        var ports = FreePorts.Take(2);
        var (port, webPort) = (ports[0], ports[1]);
        var config = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            config, $"listen: 127.0.0.1:{port}\nping_interval: \"30m\"\nwebsocket {{ listen: \"127.0.0.1:{webPort}\"\n no_tls: true }}\n");
        var process = ChildProcess.Start(pinned, new Dictionary<string, string>(), Installed.Find(Program)!, "-c", config);
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
