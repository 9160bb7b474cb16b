using CleanLite.Application.Live;
using CleanLite.Infrastructure.Live.Messages;
using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>
/// One viewer: a side that reads its frames, and a writer that sends answers and control frames first, then whatever its subscriptions hold. Only
/// the writer writes. Deadlines are kept by <see cref="Check"/>, which one clock calls for all viewers.
/// </summary>
internal sealed class Viewer : IDisposable
{
    private const int ReadBytes = 512;

    private readonly Stream _stream;
    private readonly ViewerContext _context;
    private readonly AsyncSignal _signal = new();
    private readonly CancellationTokenSource _cut = new();
    private readonly ServerMessages _messages;
    private readonly CommandQueue _commands;
    private readonly CommandGuard _guard;
    private readonly Subscriptions _subscriptions;
    private readonly ViewerDeadlines _deadlines;
    private readonly SocketWriter _writer;
    private readonly FrameBuffer _buffer = new();
    private LiveEnding? _ending;
    private byte[]? _ping;
    private byte[] _closeEcho = [];
    private int _reconnectAfterMs;
    private volatile bool _closeReceived;

    public Viewer(Stream stream, string connection, LiveEncoding encoding, ViewerContext context)
    {
        (_stream, _context, Connection) = (stream, context, connection);
        _messages = ServerMessages.Of(encoding);
        _commands = new CommandQueue(_signal);
        _guard = new CommandGuard(context.Options, context.Time);
        _subscriptions = new Subscriptions(context.Feeds, encoding, _signal);
        _writer = new SocketWriter(stream, context.Metrics, context.Time, _cut.Token);
        _deadlines = new ViewerDeadlines(context.Options, context.Time);
    }

    public string Connection { get; }

    /// <summary>Bytes that wait for it. Any thread.</summary>
    public long Lag => _subscriptions.Lag;

    private LiveOptions Options => _context.Options;

    /// <summary>Serves the viewer to its end.</summary>
    public async Task<LiveOutcome> RunAsync(IReadOnlyList<ChannelSubscription> wanted, CancellationToken cancellation)
    {
        using var cut = cancellation.Register(Cut);
        var reading = ReadAsync();
        var clean = await TryWriteAsync(wanted).ConfigureAwait(false);
        _commands.Close();
        if (!clean) Cut();
        await reading.ConfigureAwait(false);
        return new LiveOutcome(_ending!, clean);
    }

    /// <summary>Ends the connection for that reason, unless it is ending already. Any thread.</summary>
    public void End(LiveEnding ending, int reconnectAfterMs = 0)
    {
        if (Interlocked.CompareExchange(ref _ending, ending, null) is not null) return;
        _reconnectAfterMs = reconnectAfterMs;
        _deadlines.Ending();
        _signal.Set();
    }

    /// <summary>Breaks the connection off. Any thread.</summary>
    public void Cut()
    {
        End(LiveEnding.Cut);

        try
        {
            // Not waited for: whatever hangs on the token runs elsewhere, the clock goes on with the next viewer.
            _ = _cut.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The connection ended by itself while the clock was here.
        }
    }

    public void Dispose()
    {
        _subscriptions.Dispose();
        _buffer.Dispose();
        _cut.Dispose();
    }

    /// <summary>Keeps the deadlines. Called by the clock, several times a second.</summary>
    public void Check()
    {
        if (Volatile.Read(ref _ending) is not null)
        {
            if (_deadlines.IsCloseOverdue) Cut();
            return;
        }

        if (_deadlines.IsPongOverdue) End(LiveEnding.NoPong);
        else if (_writer.IsStalled(Options.StalledMs) && _subscriptions.Lag >= Options.QueueBytes) End(LiveEnding.TooSlow);
        else if (_deadlines.ShouldPing() | _deadlines.ShouldBeat(_writer.LastMessage)) _signal.Set();
    }

    private async Task<bool> TryWriteAsync(IReadOnlyList<ChannelSubscription> wanted)
    {
        try
        {
            await GreetAsync(wanted).ConfigureAwait(false);
            while (await SendAnswersAsync().ConfigureAwait(false))
            {
                if (await SendFromFeedsAsync().ConfigureAwait(false)) continue;
                if (await SendHeartbeatAsync().ConfigureAwait(false)) continue;
                _buffer.Release();
                await _signal.WaitAsync().ConfigureAwait(false);
            }

            await SayGoodbyeAsync().ConfigureAwait(false);
            return true;
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or ObjectDisposedException)
        {
            End(LiveEnding.Cut);
            return false;
        }
        finally
        {
            // At once, not when the viewer has answered the close: what it no longer gets need not be kept or encoded.
            _subscriptions.Dispose();
        }
    }

    private async ValueTask GreetAsync(IReadOnlyList<ChannelSubscription> wanted)
    {
        _messages.Welcome(_buffer, Connection, _context.Time.GetUtcNow(), Options.HeartbeatMs);
        foreach (var subscription in wanted) _subscriptions.Subscribe(_buffer, new SubscribeCommand(null, subscription));
        await SendBufferAsync().ConfigureAwait(false);
    }

    /// <summary>Answers what the viewer sent. False once the connection is to end.</summary>
    private async ValueTask<bool> SendAnswersAsync()
    {
        if (Interlocked.Exchange(ref _ping, null) is { } ping) ServerMessages.Control(_buffer, Opcode.Pong, ping);
        if (_deadlines.TakePing()) ServerMessages.Control(_buffer, Opcode.Ping, []);
        if (!_buffer.Frames.IsEmpty) await SendBufferAsync(isMessage: false).ConfigureAwait(false);
        while (!_subscriptions.IsChanging && _commands.TryTake(out var command))
        {
            Carry(command!);
            if (!_buffer.Frames.IsEmpty) await SendBufferAsync().ConfigureAwait(false);
        }

        return Volatile.Read(ref _ending) is null;
    }

    private void Carry(LiveCommand command)
    {
        switch (command)
        {
            case SubscribeCommand subscribe:
                _subscriptions.Subscribe(_buffer, subscribe);
                break;
            case UnsubscribeCommand unsubscribe when _subscriptions.Unsubscribe(unsubscribe.Channel):
                _messages.Unsubscribed(_buffer, command.Id, unsubscribe.Channel);
                break;
            case UnsubscribeCommand unsubscribe:
                var fault = new LiveFault(LiveFault.NotSubscribed, $"There is no subscription on '{unsubscribe.Channel}'.");
                _messages.Error(_buffer, command.Id, fault);
                break;
            case PingCommand:
                _messages.Pong(_buffer, command.Id, _context.Time.GetUtcNow());
                break;
            case CallAnswer answer:
                _messages.Result(_buffer, command.Id, answer.Method, answer.Result);
                break;
            case FaultyCommand faulty:
                _messages.Error(_buffer, command.Id, faulty.Fault);
                break;
        }
    }

    /// <summary>Lets every subscription send a piece in turn. False if none had any.</summary>
    private async ValueTask<bool> SendFromFeedsAsync()
    {
        var sent = false;
        foreach (var reader in _subscriptions.Readers)
        {
            _buffer.Clear();
            if (reader.TryNext(_buffer, out var frames))
            {
                if (!frames.IsEmpty) await _writer.WriteAsync(frames).ConfigureAwait(false);
                reader.Sent();
                sent = true;
            }
            else if (_subscriptions.TrySucceed(_buffer, reader))
            {
                await SendBufferAsync().ConfigureAwait(false);
                sent = true;
            }
        }

        _buffer.Clear();
        return sent;
    }

    private async ValueTask<bool> SendHeartbeatAsync()
    {
        if (!_deadlines.TakeBeat()) return false;
        _messages.Heartbeat(_buffer, _context.Time.GetUtcNow(), _subscriptions.Offsets);
        await SendBufferAsync().ConfigureAwait(false);
        return true;
    }

    private async ValueTask SendBufferAsync(bool isMessage = true)
    {
        await _writer.WriteAsync(_buffer.Frames, isMessage).ConfigureAwait(false);
        _buffer.Clear();
    }

    private async ValueTask SayGoodbyeAsync()
    {
        var ending = _ending!;
        if (_closeReceived) ServerMessages.Control(_buffer, Opcode.Close, _closeEcho);
        else
        {
            if (ending.SaysBye) _messages.Bye(_buffer, ending, _reconnectAfterMs);
            ServerMessages.Close(_buffer, ending);
        }

        await SendBufferAsync(isMessage: false).ConfigureAwait(false);
    }

    private async Task ReadAsync()
    {
        using var messages = new MessageReader(Options.MaxMessageBytes);
        var bytes = new byte[ReadBytes];
        try
        {
            while (true)
            {
                var count = await _stream.ReadAsync(bytes, _cut.Token).ConfigureAwait(false);
                if (count == 0) break;
                if (!await TakeAsync(messages, bytes.AsMemory(0, count)).ConfigureAwait(false)) break;
            }

            await ReadRestAsync(bytes).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // What it means is the same as the end of the stream.
        }

        End(LiveEnding.Cut);
    }

    /// <summary>After a fault the rest is read and thrown away until the viewer leaves: bytes left unread could reset the connection before the viewer
    /// has read the reason.</summary>
    private async ValueTask ReadRestAsync(byte[] bytes)
    {
        if (_closeReceived) return;
        while (Volatile.Read(ref _ending) is not null)
        {
            if (await _stream.ReadAsync(bytes, _cut.Token).ConfigureAwait(false) == 0) return;
        }
    }

    private async ValueTask<bool> TakeAsync(MessageReader messages, ReadOnlyMemory<byte> bytes)
    {
        while (TryRead(messages, ref bytes, out var incoming))
        {
            switch (incoming.Kind)
            {
                case IncomingKind.Text:
                    await TakeCommandAsync(incoming.Payload).ConfigureAwait(false);
                    break;
                case IncomingKind.Ping:
                    // Only the latest ping need be answered (RFC 6455, section 5.5.3), so a flood of them costs one pong.
                    Interlocked.Exchange(ref _ping, incoming.Payload.ToArray());
                    _signal.Set();
                    break;
                case IncomingKind.Pong:
                    _deadlines.PongCame();
                    break;
                case IncomingKind.Close:
                    _closeEcho = incoming.Payload.Span[..Math.Min(2, incoming.Payload.Length)].ToArray();
                    _closeReceived = true;
                    End(LiveEnding.Closed);
                    return false;
                default:
                    End(incoming.Ending!);
                    return false;
            }
        }

        return true;
    }

    private static bool TryRead(MessageReader messages, ref ReadOnlyMemory<byte> bytes, out Incoming incoming)
    {
        var rest = bytes.Span;
        var read = messages.TryRead(ref rest, out incoming);
        bytes = bytes[^rest.Length..];
        return read;
    }

    private async ValueTask TakeCommandAsync(ReadOnlyMemory<byte> message)
    {
        if (Volatile.Read(ref _ending) is not null) return;
        var command = _guard.Judge(LiveCommandReader.Read(message), out var tooMany);
        _context.Metrics.Command(command.Action);
        if (command is CallCommand call) command = await CallAsync(call).ConfigureAwait(false);
        if (command is FaultyCommand faulty) _context.Metrics.Fault(faulty.Fault.Code);
        await _commands.AppendAsync(command).ConfigureAwait(false);
        if (tooMany) End(LiveEnding.CommandErrors);
    }

    private async ValueTask<LiveCommand> CallAsync(CallCommand call)
    {
        if (!_context.Calls.TryGetValue(call.Method, out var method))
        {
            var known = string.Join(", ", _context.Calls.Keys.Order(StringComparer.Ordinal));
            var text = $"There is no method '{Domain.Text.Excerpt(call.Method)}'. Methods: {(known.Length == 0 ? "none" : known)}.";
            return new FaultyCommand(call.Id, new LiveFault(LiveFault.UnknownMethod, text));
        }

        try
        {
            return new CallAnswer(call.Id, call.Method, await method.CallAsync(_cut.Token).ConfigureAwait(false));
        }
        catch (Exception failed) when (failed is not OperationCanceledException || !_cut.IsCancellationRequested)
        {
            _context.Log.CallFailed(call.Method, failed);
            return new FaultyCommand(call.Id, new LiveFault(LiveFault.CallFailed, $"The method '{call.Method}' failed.", true));
        }
    }
}
