using System.Net.Sockets;
using CleanLite.Load.Servers;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Peers;

/// <summary>ASP.NET Core SignalR with its JSON protocol over WebSocket.</summary>
internal sealed class SignalRPeer(bool together) : IPeer
{
    private static readonly byte[] Hello = ClientFrame.Text("{\"protocol\":\"json\",\"version\":1}\x1e"u8);

    public string Name => together ? "SignalR, a message a batch" : "SignalR, a message a point";

    public string? Missing => null;

    public async Task<PeerServer> StartAsync(bool pinned)
    {
        var process = ChildProcess.Start(pinned, new Dictionary<string, string>(), "dotnet", typeof(SignalRPeer).Assembly.Location, SignalRHost.Command);
        var address = await process.WaitForAsync(line => line.StartsWith(SignalRHost.Listening, StringComparison.Ordinal) ? line[SignalRHost.Listening.Length..] : null);
        return new PeerServer(process, new Uri(address), 0);
    }

    public AudiencePlan PlanOf(int viewers, Func<int, IMessageSink> sinkOf) => new(viewers, sinkOf) { PathOf = _ => "/hub", Greeting = Hello };

    public async Task<IPublisher> ConnectPublisherAsync(PeerServer server)
    {
        var (socket, _) = await Handshake.OpenAsync(server.WebSocket, "/hub", null, CancellationToken.None);
        socket.Blocking = true;
        await socket.SendAsync(Hello);
        return new Publisher(socket, together ? "PublishTogether" : "Publish");
    }

    private sealed class Publisher : IPublisher
    {
        private readonly Socket _socket;
        private readonly List<byte> _message = [];
        private readonly byte[] _start;

        public Publisher(Socket socket, string method)
        {
            (_socket, _start) = (socket, System.Text.Encoding.ASCII.GetBytes($"{{\"type\":1,\"target\":\"{method}\",\"arguments\":[["));

            // The publisher is sent all points too; somebody must read them.
            new Thread(ReadAll) { IsBackground = true, Name = "publisher" }.Start();
        }

        public void Publish(int points, long dueUs)
        {
            _message.Clear();
            _message.AddRange(_start);
            for (var i = 0; i < points; i++)
            {
                if (i > 0) _message.Add((byte)',');
                PeerPoint.Write(_message, i, dueUs);
            }

            _message.AddRange("]]}\x1e"u8);
            _socket.Send(ClientFrame.Text(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_message)));
        }

        public void Dispose() => _socket.Dispose();

        private void ReadAll()
        {
            var buffer = new byte[64 * 1024];
            try
            {
                while (_socket.Receive(buffer) > 0)
                {
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The measurement is over.
            }
        }
    }
}
