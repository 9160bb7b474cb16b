using System.Net;
using System.Net.Sockets;
using System.Text;
using CleanLite.Load.Agents;

namespace CleanLite.Load.Peers;

/// <summary>Sends batches over one connection on a thread of its own, the next one when the last one was answered, from its making on.</summary>
internal sealed class RemoteWriter : IDisposable
{
    private const int PatienceMs = 60_000;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = PatienceMs };
    private readonly RemoteWriteRequest _request;
    private readonly int _pointsPerSeries;
    private readonly long _firstTimestamp;
    private readonly byte[] _answer = new byte[8 * 1024];
    private readonly Thread _thread;
    private volatile bool _stop;
    private long _batches;

    public RemoteWriter(Uri server, BatchShape shape, int agent, long firstTimestamp)
    {
        (_request, _pointsPerSeries, _firstTimestamp) = (new RemoteWriteRequest(server, shape, agent), shape.PointsPerSeries, firstTimestamp);
        _socket.Connect(IPAddress.Loopback, server.Port);
        _thread = new Thread(Run) { IsBackground = true, Name = "remote write" };
        _thread.Start();
    }

    /// <summary>Batches that were taken.</summary>
    public long Batches => Volatile.Read(ref _batches);

    /// <summary>The newest timestamp that was taken, Unix milliseconds.</summary>
    public long LastTimestamp => _firstTimestamp + (Batches * _pointsPerSeries) - 1;

    /// <summary>Why sending ended before its time.</summary>
    public string? Fault { get; private set; }

    /// <summary>Sends nothing more, and returns when all that was sent is answered.</summary>
    public void Cease()
    {
        _stop = true;
        _thread.Join();
    }

    public void Dispose()
    {
        Cease();
        _socket.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_stop)
            {
                _request.Patch(_batches + 1, _firstTimestamp + (_batches * _pointsPerSeries));
                SendAll(_request.Bytes);
                if (Answer() is var answer && !answer.StartsWith("HTTP/1.1 204", StringComparison.Ordinal))
                {
                    Fault = answer.Length == 0 ? "the peer closed the connection" : answer.ReplaceLineEndings(" ");
                    return;
                }

                Volatile.Write(ref _batches, _batches + 1);
            }
        }
        catch (SocketException e)
        {
            Fault = e.Message;
        }
    }

    private void SendAll(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[_socket.Send(bytes)..];
    }

    // 204 has no body; of anything else the beginning tells what is wrong.
    private string Answer()
    {
        for (var length = 0; ;)
        {
            var read = _socket.Receive(_answer.AsSpan(length));
            length += read;
            if (read == 0 || _answer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) >= 0) return Encoding.ASCII.GetString(_answer, 0, length);
        }
    }
}
