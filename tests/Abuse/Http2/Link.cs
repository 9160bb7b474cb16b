using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using CleanLite.Testing.Http2;

namespace CleanLite.Abuse.Http2;

/// <summary>
/// A connection over HTTP/2 that keeps only those rules that it is told to. It answers pings and settings, and gives the server all the room to write that it
/// can have.
/// </summary>
internal sealed class Link : IAsyncDisposable
{
    /// <summary>The end of a connection on which something came that is no HTTP/2, or that this reader does not understand.</summary>
    public const string Foreign = "foreign";

    private const uint LargestWindow = int.MaxValue;
    private const uint InitialWindow = 65_535;
    private const ushort HeaderTableSize = 1;
    private const ushort InitialWindowSize = 4;

    /// <summary>The settings that a link sends if it is not told others: no dynamic table, the widest window.</summary>
    public static readonly (ushort Id, uint Value)[] Usual = [(HeaderTableSize, 0), (InitialWindowSize, LargestWindow)];

    private readonly Socket _socket;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly ConcurrentDictionary<int, Call> _calls = new();
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource> _pings = new();
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<byte> _block = [];
    private Task _reading = Task.CompletedTask;
    private ErrorCode? _goAway;
    private int _lastStream = -1;
    private int _resets;
    private long _pingNumber;

    private Link(Socket socket) => _socket = socket;

    /// <summary>How the connection ended: "goaway" and its code, "eof", or <see cref="Foreign"/>.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Streams that the server reset.</summary>
    public int Resets => Volatile.Read(ref _resets);

    public Socket Socket => _socket;

    /// <summary>Connects and says nothing, and reads nothing either if <paramref name="reads"/> is false.</summary>
    public static async Task<Link> DialAsync(IPEndPoint door, bool reads = true)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(door);
        var link = new Link(socket);
        if (reads) link._reading = link.ReadAllAsync();
        return link;
    }

    /// <summary>Connects and greets; returns when the server's settings have come.</summary>
    public static async Task<Link> ConnectAsync(IPEndPoint door, params (ushort Id, uint Value)[] settings)
    {
        var link = await DialAsync(door);
        await link.WriteAsync(Greeting(settings));
        await Task.WhenAny(link._settled.Task, link.Ended).WaitAsync(TimeSpan.FromSeconds(5));
        return link;
    }

    /// <summary>Preface, settings, and all the room that the connection can have.</summary>
    public static byte[] Greeting(params (ushort Id, uint Value)[] settings) =>
        [.. Frame.Preface, .. Frame.Settings(settings.Length > 0 ? settings : Usual), .. Frame.WindowUpdate(0, LargestWindow - InitialWindow)];

    /// <summary>Opens a stream. Its number is chosen as the headers leave, since numbers must grow on the wire.</summary>
    public async Task<Call> BeginAsync(IEnumerable<(string Name, string Value)> fields, bool end = false)
    {
        await _writing.WaitAsync();
        try
        {
            var call = NewCall();
            await SendAsync(Frame.Headers(call.Id, end, fields));
            return call;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>A stream's number that was not used, and what comes on it; for who writes its headers alone.</summary>
    public Call NewCall() => Watch(Interlocked.Add(ref _lastStream, 2));

    /// <summary>What comes on a stream, whoever opens it.</summary>
    public Call Watch(int stream)
    {
        var call = new Call(this, stream);
        _calls[stream] = call;
        if (Ended.IsCompletedSuccessfully) call.End(Ended.Result);
        return call;
    }

    /// <summary>Writes bytes whole, whoever else writes.</summary>
    /// <exception cref="SocketException">The connection is gone.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await _writing.WaitAsync();
        try
        {
            await SendAsync(bytes);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Sends a ping and returns when it is answered or the connection has ended.</summary>
    public async Task PingAsync()
    {
        var number = (ulong)Interlocked.Increment(ref _pingNumber);
        var answered = _pings[number] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await WriteAsync(Frame.Ping(number));
        await Task.WhenAny(answered.Task, Ended);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _reading;
        _writing.Dispose();
    }

    internal void Forget(int stream) => _calls.TryRemove(stream, out _);

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes)..];
    }

    private async Task ReadAllAsync()
    {
        var isForeign = false;
        try
        {
            await using var stream = new NetworkStream(_socket, ownsSocket: false);
            await using var input = new BufferedStream(stream, 64 * 1024);
            while (true)
            {
                var (type, flags, id, payload) = await Frame.ReadAsync(input);
                await TakeAsync(type, flags, id, payload);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // Ended by either side.
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or IndexOutOfRangeException)
        {
            isForeign = true;
        }

        var ending = isForeign ? Foreign : _goAway is { } code ? $"goaway {code}" : "eof";
        _ended.TrySetResult(ending);
        foreach (var call in _calls.Values) call.End(ending);
    }

    private async Task TakeAsync(FrameType type, byte flags, int stream, byte[] payload)
    {
        var call = _calls.GetValueOrDefault(stream);
        switch (type)
        {
            case FrameType.Settings when (flags & Frame.Ack) == 0:
                _settled.TrySetResult();
                await AnswerAsync(Frame.Of(FrameType.Settings, Frame.Ack, 0, []));
                break;
            case FrameType.Ping when (flags & Frame.Ack) == 0:
                await AnswerAsync(Frame.Of(FrameType.Ping, Frame.Ack, 0, payload));
                break;
            case FrameType.Ping:
                if (_pings.TryRemove(BinaryPrimitives.ReadUInt64BigEndian(payload), out var ping)) ping.TrySetResult();
                break;
            case FrameType.Headers or FrameType.Continuation:
                _block.AddRange(payload);
                if ((flags & Frame.EndHeaders) == 0) break;
                var fields = Hpack.Decode(_block.ToArray());
                _block.Clear();
                call?.TakeHeaders(fields, (flags & Frame.EndStream) != 0);
                break;
            case FrameType.Data:
                call?.TakeData(payload, (flags & Frame.EndStream) != 0);
                break;
            case FrameType.RstStream:
                Interlocked.Increment(ref _resets);
                call?.End($"rst {(ErrorCode)BinaryPrimitives.ReadUInt32BigEndian(payload)}");
                break;
            case FrameType.GoAway:
                _goAway ??= (ErrorCode)BinaryPrimitives.ReadUInt32BigEndian(payload.AsSpan(4));
                break;
        }
    }

    // Whoever floods the server must not be held up by its answers.
    private async Task AnswerAsync(byte[] frame)
    {
        try
        {
            await WriteAsync(frame).WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (Exception e) when (e is SocketException or TimeoutException or ObjectDisposedException)
        {
            // The end of the connection tells.
        }
    }
}
