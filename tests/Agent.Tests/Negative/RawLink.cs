using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading.Channels;
using CleanLite.Testing.Http2;
using CleanLite.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CleanLite.Agent.Tests.Negative;

/// <summary>One connection from an agent and the one call on it, served frame by frame.</summary>
internal sealed class RawLink(NetworkStream stream) : IDisposable
{
    private const ushort MaxConcurrentStreams = 3;

    private readonly RawFrames _frames = new(stream);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<AgentMessage> _messages = Channel.CreateUnbounded<AgentMessage>();
    private readonly List<byte> _body = [];
    private int _streamId;

    /// <summary>The numbers of the batches that came.</summary>
    public ConcurrentQueue<ulong> Sequences { get; } = new();

    /// <summary>What the agent's answers to pings held.</summary>
    public ConcurrentQueue<ulong> Pongs { get; } = new();

    /// <summary>Calls that were begun on this connection.</summary>
    public int Calls { get; private set; }

    /// <summary>Ends when the agent has sent its request headers.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Takes in what the agent sends, until it hangs up.</summary>
    public async Task ReadAllAsync()
    {
        try
        {
            await _frames.ReadPrefaceAsync();
            while (true)
            {
                var (type, flags, streamId, payload) = await _frames.ReadAsync();
                await TakeAsync(type, flags, streamId, payload);
            }
        }
        catch (IOException)
        {
            // hung up
        }
        finally
        {
            _messages.Writer.TryComplete();
            _begun.TrySetCanceled();
        }
    }

    /// <summary>The next message, or null when there will be none.</summary>
    public async Task<AgentMessage?> ReceiveAsync() =>
        await _messages.Reader.WaitToReadAsync() && _messages.Reader.TryRead(out var message) ? message : null;

    public Task SendSettingsAsync(uint? maxStreams = null) => _frames.WriteAsync(
        maxStreams is { } max ? Frame.Settings((MaxConcurrentStreams, max)) : Frame.Settings());

    public Task SendPingAsync(ulong opaque) => _frames.WriteAsync(Frame.Ping(opaque));

    public Task SendHeadersAsync() =>
        _frames.WriteAsync(Frame.Headers(_streamId, end: false, [(":status", "200"), ("content-type", "application/grpc")]));

    public Task SendAsync(ServerMessage message) => _frames.WriteAsync(Frame.Data(_streamId, end: false, Framed(message)));

    /// <summary>Sends the first half of a message.</summary>
    public Task SendHalfAsync(ServerMessage message) =>
        _frames.WriteAsync(Frame.Data(_streamId, end: false, Framed(message).AsSpan(0, (GrpcMessage.PrefixLength + message.CalculateSize()) / 2)));

    public Task SendTrailersAsync(StatusCode status) =>
        _frames.WriteAsync(Frame.Headers(_streamId, end: true, [("grpc-status", $"{(int)status}")]));

    public Task ResetAsync(ErrorCode code) => _frames.WriteAsync(Frame.Reset(_streamId, code));

    /// <summary>Announces the end of the connection; streams beyond the last one named were not looked at.</summary>
    public Task GoAwayAsync(bool refuseCall) =>
        _frames.WriteAsync(Frame.Of(
            FrameType.GoAway, 0, 0, [.. Frame.BigEndian(refuseCall ? 0u : (uint)_streamId), .. Frame.BigEndian((uint)ErrorCode.NoError)]));

    public void Dispose() => _frames.Dispose();

    private static byte[] Framed(ServerMessage message) => GrpcMessage.Framed(message.ToByteArray());

    private async Task TakeAsync(FrameType type, byte flags, int streamId, byte[] payload)
    {
        switch (type)
        {
            case FrameType.Settings when flags != Frame.Ack:
                await _frames.WriteAsync(Frame.Of(FrameType.Settings, Frame.Ack, 0, []));
                break;
            case FrameType.Ping when flags == Frame.Ack:
                Pongs.Enqueue(BinaryPrimitives.ReadUInt64BigEndian(payload));
                break;
            case FrameType.Ping:
                await _frames.WriteAsync(Frame.Of(FrameType.Ping, Frame.Ack, 0, payload));
                break;
            case FrameType.Headers:
                Calls++;
                _streamId = streamId;
                _begun.TrySetResult();
                break;
            case FrameType.Data:
                Take(payload);
                if ((flags & Frame.EndStream) != 0)
                    _messages.Writer.TryComplete();
                break;
        }
    }

    // The windows of 64 KiB are never given back: no test here sends as much.
    private void Take(byte[] payload)
    {
        _body.AddRange(payload);
        while (GrpcMessage.TakeFrom(_body) is { } message) _messages.Writer.TryWrite(AgentMessage.Parser.ParseFrom(message));
    }
}
