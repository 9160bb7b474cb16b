using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;
using CleanLite.Application.Live;

namespace CleanLite.Infrastructure.Live.WebSockets;

/// <summary>
/// Reads a viewer's frames as they arrive, in pieces of any size, into whole messages (RFC 6455, sections 5 and 7). Holds no more than one
/// message of at most <paramref name="maxMessageBytes"/>, and nothing between messages. After a fault it must not be used again.
/// </summary>
internal sealed class MessageReader(int maxMessageBytes) : IDisposable
{
    /// <summary>Most frames in one message: fragments may be empty, so the bytes alone do not bound them.</summary>
    public const int MaxFragments = 1_024;

    private readonly byte[] _head = new byte[FrameHeader.MaxSize];
    private readonly byte[] _control = new byte[FrameHeader.MaxControlPayload];
    private int _headFilled;
    private FrameHeader _frame;
    private bool _inPayload;
    private int _payloadRead;
    private byte[]? _message;
    private int _messageLength;
    private int _fragments;
    private bool _handedOut;

    private bool InsideMessage => _fragments > 0;

    /// <summary>Takes bytes off <paramref name="input"/> until a message, a control frame or a fault is complete, or no byte is left.</summary>
    public bool TryRead(ref ReadOnlySpan<byte> input, out Incoming incoming)
    {
        DropMessageHandedOut();
        while (true)
        {
            if (!_inPayload && !TryReadHead(ref input, out var fault))
            {
                incoming = fault is null ? default : Incoming.Fault(fault);
                return fault is not null;
            }

            if (!TryReadPayload(ref input))
            {
                incoming = default;
                return false;
            }

            _inPayload = false;
            if (TryFinish(out incoming)) return true;
        }
    }

    public void Dispose() => DropMessage();

    private bool TryReadHead(ref ReadOnlySpan<byte> input, out LiveEnding? fault)
    {
        fault = null;
        if (!TryFillHead(ref input, 2)) return false;
        if (!FrameHeader.IsAllowed(_head[0], _head[1], InsideMessage))
        {
            fault = LiveEnding.FrameError;
            return false;
        }

        var size = FrameHeader.SizeOf(_head[1]);
        if (!TryFillHead(ref input, size)) return false;
        fault = FrameHeader.Read(_head.AsSpan(0, size), out _frame) ?? FaultOf(_frame);
        (_headFilled, _payloadRead, _inPayload) = (0, 0, fault is null);
        return fault is null;
    }

    private LiveEnding? FaultOf(in FrameHeader frame)
    {
        if (frame.IsControl) return null;
        if (frame.Opcode == Opcode.Binary) return LiveEnding.NotText;
        return frame.Length > maxMessageBytes - _messageLength || ++_fragments > MaxFragments ? LiveEnding.TooBig : null;
    }

    private bool TryFillHead(ref ReadOnlySpan<byte> input, int size)
    {
        var take = Math.Min(size - _headFilled, input.Length);
        if (take > 0)
        {
            input[..take].CopyTo(_head.AsSpan(_headFilled));
            input = input[take..];
            _headFilled += take;
        }

        return _headFilled >= size;
    }

    private bool TryReadPayload(ref ReadOnlySpan<byte> input)
    {
        var take = (int)Math.Min(_frame.Length - _payloadRead, input.Length);
        var target = _frame.IsControl ? _control.AsSpan(_payloadRead, take) : RoomFor(take);
        Unmask(input[..take], target, _frame.Mask, _payloadRead);
        input = input[take..];
        _payloadRead += take;
        return _payloadRead == _frame.Length;
    }

    private bool TryFinish(out Incoming incoming)
    {
        incoming = default;
        if (_frame.IsControl)
        {
            incoming = ControlFrame(_control.AsMemory(0, _payloadRead));
            return true;
        }

        if (!_frame.Final) return false;
        var message = _message.AsMemory(0, _messageLength);
        incoming = Utf8.IsValid(message.Span) ? new Incoming(IncomingKind.Text, message) : Incoming.Fault(LiveEnding.NotUtf8);
        _fragments = 0;
        _handedOut = true;
        return true;
    }

    private Incoming ControlFrame(ReadOnlyMemory<byte> payload) => _frame.Opcode switch
    {
        Opcode.Ping => new Incoming(IncomingKind.Ping, payload),
        Opcode.Pong => new Incoming(IncomingKind.Pong, payload),
        _ when FaultOfClose(payload.Span) is { } fault => Incoming.Fault(fault),
        _ => new Incoming(IncomingKind.Close, payload, LiveEnding.Closed),
    };

    /// <summary>Section 5.5.1 and 7.4: no payload, or a code that may stand on the wire and a reason in UTF-8.</summary>
    private static LiveEnding? FaultOfClose(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty) return null;
        if (payload.Length == 1) return LiveEnding.FrameError;
        int code = BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (code is not (>= 1000 and <= 1003 or >= 1007 and <= 1014 or >= 3000 and <= 4999)) return LiveEnding.FrameError;
        return Utf8.IsValid(payload[2..]) ? null : LiveEnding.NotUtf8;
    }

    private Span<byte> RoomFor(int count)
    {
        if (_message is null || _message.Length < _messageLength + count) Grow(_messageLength + count);
        var room = _message.AsSpan(_messageLength, count);
        _messageLength += count;
        return room;
    }

    private void Grow(int needed)
    {
        // Grown by what has arrived, not by what a head claims will.
        var bigger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 2 * _messageLength));
        _message.AsSpan(0, _messageLength).CopyTo(bigger);
        if (_message is not null) ArrayPool<byte>.Shared.Return(_message);
        _message = bigger;
    }

    private void DropMessageHandedOut()
    {
        if (_handedOut) DropMessage();
    }

    private void DropMessage()
    {
        if (_message is not null) ArrayPool<byte>.Shared.Return(_message);
        (_message, _messageLength, _handedOut) = (null, 0, false);
    }

    private static void Unmask(ReadOnlySpan<byte> source, Span<byte> target, uint mask, int position)
    {
        for (var i = 0; i < source.Length; i++)
            target[i] = (byte)(source[i] ^ (byte)(mask >> (8 * ((position + i) & 3))));
    }
}
