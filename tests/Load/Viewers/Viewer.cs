using System.Buffers.Binary;
using System.Net.Sockets;
using CleanLite.Load.Measure;

namespace CleanLite.Load.Viewers;

/// <summary>One viewer: a TCP connection past its WebSocket handshake. Read on the loop's thread only.</summary>
internal sealed class Viewer : IDisposable
{
    private const byte FinalPong = 0x8A;
    private const byte FinalClose = 0x88;

    private readonly Socket _socket;
    private readonly FrameReader _frames;
    private long _nowUs;
    private double _allowance;

    public Viewer(Socket socket, IMessageSink sink, Pace pace)
    {
        (_socket, Sink, Pace) = (socket, sink, pace);
        _frames = new FrameReader(OnFrame);
    }

    public IMessageSink Sink { get; }

    /// <summary>Changed by the loop only.</summary>
    public Pace Pace { get; set; }

    public int Handle => (int)_socket.Handle;

    /// <summary>Bytes read, frame headers included.</summary>
    public long Bytes { get; private set; }

    /// <summary>Why the connection ended; null while it lives.</summary>
    public string? Ended { get; private set; }

    /// <summary>The close code that the server gave; 0 if none.</summary>
    public int CloseCode { get; private set; }

    /// <summary>Takes bytes that came along with the handshake's answer.</summary>
    public void TakeEarly(ReadOnlyMemory<byte> data)
    {
        _nowUs = LoadClock.NowUs;
        Bytes += data.Length;
        _frames.Take(data);
    }

    /// <summary>Reads once into <paramref name="buffer"/>; false if the connection has ended.</summary>
    public bool ReadOnce(Memory<byte> buffer)
    {
        var read = _socket.Receive(buffer.Span, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock) return true;
        if (error != SocketError.Success || read == 0)
        {
            Ended ??= error == SocketError.Success ? "closed" : error.ToString();
            return false;
        }

        TakeEarly(buffer[..read]);
        return true;
    }

    /// <summary>Reads as much as its pace allows after <paramref name="seconds"/> more; false if the connection has ended.</summary>
    public bool ReadSlowly(Memory<byte> buffer, double seconds)
    {
        _allowance = Math.Min(_allowance + (seconds * Pace.BytesPerSecond), buffer.Length);
        if (_allowance < 1) return true;
        var before = Bytes;
        var alive = ReadOnce(buffer[..(int)_allowance]);
        _allowance -= Bytes - before;
        return alive;
    }

    /// <summary>True once the socket is closed; its handle may be another's by then.</summary>
    public bool IsDisposed { get; private set; }

    public void Dispose()
    {
        IsDisposed = true;
        Ended ??= "closed by the tool";
        _socket.Dispose();
    }

    private void OnFrame(FrameReader.Opcode opcode, ReadOnlyMemory<byte> payload)
    {
        switch (opcode)
        {
            case FrameReader.Opcode.Text or FrameReader.Opcode.Binary:
            case FrameReader.Opcode.Continuation when Sink.TakesPieces:
                Sink.Take(payload.Span, _nowUs);
                break;
            case FrameReader.Opcode.Ping:
                Answer(FinalPong, payload.Span);
                break;
            case FrameReader.Opcode.Close:
                CloseCode = payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(payload.Span) : 0;
                Ended ??= $"close {CloseCode}";
                Answer(FinalClose, payload.Span[..Math.Min(2, payload.Length)]);
                break;
            case FrameReader.Opcode.Pong:
                break;
            default:
                throw new InvalidDataException($"Opcode {opcode} is not expected here.");
        }
    }

    private void Answer(byte head, ReadOnlySpan<byte> payload) => _socket.Send(ClientFrame.Of(head, payload), SocketFlags.None, out _);
}
