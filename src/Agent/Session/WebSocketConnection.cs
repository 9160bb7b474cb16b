using System.Buffers;
using System.Net.WebSockets;
using CleanLite.V1;
using Google.Protobuf;

namespace CleanLite.Agent.Session;

/// <summary>A stream over a WebSocket, which was opened with <paramref name="invoker"/>; both are its own.</summary>
internal sealed class WebSocketConnection(ClientWebSocket socket, HttpMessageInvoker invoker, TimeProvider time) : IAgentConnection
{
    // A server says nothing long: acknowledgements, pushes, a configuration.
    private const int MaxMessageBytes = 4 * 1024 * 1024;
    private const int Piece = 4 * 1024;

    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(2);

    private readonly ArrayBufferWriter<byte> _incoming = new(Piece);

    public Task SendAsync(AgentMessage message, CancellationToken cancellationToken) => TranslateAsync(
        socket.SendAsync(message.ToByteArray(), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken), cancellationToken);

    public async Task<ServerMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        _incoming.ResetWrittenCount();
        while (true)
        {
            var receiving = socket.ReceiveAsync(_incoming.GetMemory(Piece), cancellationToken).AsTask();
            await TranslateAsync(receiving, cancellationToken);
            var part = await receiving;
            if (part.MessageType == WebSocketMessageType.Close)
                return EndOfStream();
            _incoming.Advance(part.Count);
            if (_incoming.WrittenCount > MaxMessageBytes)
                throw new TransportException($"the server's message exceeds {MaxMessageBytes} bytes");
            if (part.EndOfMessage)
                return Parse(_incoming.WrittenSpan);
        }
    }

    public async Task CompleteAsync()
    {
        using var patience = new CancellationTokenSource(CloseTime, time);
        await TranslateAsync(socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token), CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        invoker.Dispose();
        return ValueTask.CompletedTask;
    }

    // Whoever closes with another code than these has not ended the stream in good order.
    private ServerMessage? EndOfStream() => socket.CloseStatus is WebSocketCloseStatus.NormalClosure or WebSocketCloseStatus.EndpointUnavailable
        ? null
        : throw new TransportException($"closed with {(int?)socket.CloseStatus}: {ForeignText.Clean(socket.CloseStatusDescription ?? "")}");

    private static ServerMessage Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return ServerMessage.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new TransportException("the server sent bytes that are no message", exception);
        }
    }

    private static async Task TranslateAsync(Task operation, CancellationToken cancellationToken)
    {
        try
        {
            await operation;
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or InvalidOperationException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TransportException(ForeignText.Clean(exception.GetBaseException().Message), exception);
        }
    }
}
