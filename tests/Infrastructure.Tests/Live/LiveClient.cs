using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using CleanLite.Application.Live;
using CleanLite.Testing;

namespace CleanLite.Infrastructure.Tests.Live;

/// <summary>A viewer that reads when told to. Pings are answered as they are met, unless it plays dead.</summary>
internal sealed class LiveClient(DuplexStream stream, Task<LiveOutcome> served)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private byte[] _buffer = new byte[1_024];
    private int _start;
    private int _end;

    /// <summary>What the server made of the connection.</summary>
    public Task<LiveOutcome> Served => served.WaitAsync(Patience);

    /// <summary>Set when the server's close frame was met.</summary>
    public int? CloseCode { get; private set; }

    public string CloseReason { get; private set; } = "";

    public bool AnswersPings { get; set; } = true;

    public int Pings { get; private set; }

    public int Pongs { get; private set; }

    /// <summary>What it knows of compact frames.</summary>
    public CompactDecoder Decoder { get; } = new();

    public DuplexStream Stream => stream;

    /// <summary>True once the server has done with the connection.</summary>
    public bool IsOver => served.IsCompleted;

    public Task SendAsync(string text) => SendBytesAsync(ClientFrames.Text(text));

    public async Task SendBytesAsync(byte[] bytes) => await stream.WriteAsync(bytes).AsTask().WaitAsync(Patience);

    /// <summary>The next message; null after the server's close frame or the end.</summary>
    public async Task<string?> NextTextAsync()
    {
        while (await NextFrameAsync() is { } frame)
        {
            if (await TakeAsync(frame.Opcode, frame.Payload) is { } message) return message;
            if (frame.Opcode == 0x8) return null;
        }

        return null;
    }

    /// <summary>Pings the server and reads to its answer; messages are passed over. Then the server has taken all that was sent before, and has done
    /// with what it wrote before.</summary>
    public async Task RoundTripAsync()
    {
        await SendBytesAsync(ClientFrames.Frame(0x89, []));
        for (var before = Pongs; Pongs == before;)
        {
            var (opcode, payload) = await NextFrameAsync() ?? throw new InvalidOperationException("The connection ended.");
            await TakeAsync(opcode, payload);
        }
    }

    /// <summary>The next message as JSON.</summary>
    public async Task<JsonElement> NextAsync()
    {
        var text = await NextTextAsync() ?? throw new InvalidOperationException($"The connection ended: {CloseCode} {CloseReason}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The next message of that type; others are passed over.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        while (true)
        {
            var message = await NextAsync();
            if (message.GetProperty("type").GetString() == type) return message;
        }
    }

    /// <summary>Reads to the server's close frame.</summary>
    public async Task<int?> ReadToCloseAsync()
    {
        while (await NextTextAsync() is not null)
        {
        }

        return CloseCode;
    }

    /// <summary>Says goodbye and reads to the end.</summary>
    public async Task CloseAsync()
    {
        await SendBytesAsync(ClientFrames.Close(1000));
        await ReadToCloseAsync();
        stream.Cut();
        await Served;
    }

    /// <summary>One frame of the server, valid until the next.</summary>
    public async Task<(byte Opcode, ReadOnlyMemory<byte> Payload)?> NextFrameAsync()
    {
        if (!await FillAsync(2)) return null;
        var (first, second) = (_buffer[_start], _buffer[_start + 1]);
        (first & 0x70).ShouldBe(0);
        (second & 0x80).ShouldBe(0, "The server does not mask.");
        var extra = (second & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 };
        if (!await FillAsync(2 + extra)) return null;
        var length = extra switch
        {
            0 => second & 0x7F,
            2 => BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(_start + 2)),
            _ => (int)BinaryPrimitives.ReadInt64BigEndian(_buffer.AsSpan(_start + 2)),
        };
        if (!await FillAsync(2 + extra + length)) return null;
        var payload = _buffer.AsMemory(_start + 2 + extra, length);
        _start += 2 + extra + length;
        return ((byte)(first & 0x0F), payload);
    }

    /// <summary>Does what a frame asks for; its message, if it is one.</summary>
    private async Task<string?> TakeAsync(byte opcode, ReadOnlyMemory<byte> payload)
    {
        switch (opcode)
        {
            case 0x1:
                return Encoding.UTF8.GetString(payload.Span);
            case 0x2:
                return Decoder.Decode(payload.Span);
            case 0x8:
                (CloseCode, CloseReason) = payload.Length < 2
                    ? (1005, "")
                    : (BinaryPrimitives.ReadUInt16BigEndian(payload.Span), Encoding.UTF8.GetString(payload.Span[2..]));
                break;
            case 0x9:
                Pings++;
                if (AnswersPings) await SendBytesAsync(ClientFrames.Frame(0x8A, payload.ToArray()));
                break;
            case 0xA:
                Pongs++;
                break;
        }

        return null;
    }

    private async Task<bool> FillAsync(int count)
    {
        if (_buffer.Length - _start < count || _start == _end)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        // Small at first: some tests have a thousand viewers.
        if (_buffer.Length < count) Array.Resize(ref _buffer, 2 * count);

        while (_end - _start < count)
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end)).AsTask().WaitAsync(Patience);
            if (read == 0) return false;
            _end += read;
        }

        return true;
    }
}
