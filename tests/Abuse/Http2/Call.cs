using System.Globalization;
using System.Threading.Channels;
using CleanLite.Abuse.Runs;
using CleanLite.Testing.Http2;
using Grpc.Core;

namespace CleanLite.Abuse.Http2;

/// <summary>One stream of a <see cref="Link"/>: what is sent on it, what came, and how it ended.</summary>
internal sealed class Call(Link link, int id)
{
    private const int KeptBytes = 64 * 1024;

    private readonly TaskCompletionSource<Outcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<byte[]> _messages = Channel.CreateUnbounded<byte[]>();
    private readonly List<byte> _data = [];
    private readonly Dictionary<string, string> _fields = [];

    public int Id => id;

    /// <summary>How the call ended: the gRPC status, else the HTTP status, else the reset or the end of the connection.</summary>
    public Task<Outcome> Outcome => _outcome.Task;

    public Task SendAsync(ReadOnlyMemory<byte> bytes, bool end = false) => link.WriteAsync(Frame.Data(id, end, bytes.Span));

    /// <summary>The next gRPC message; null when there will be none.</summary>
    public async Task<byte[]?> ReceiveAsync() => await _messages.Reader.WaitToReadAsync() && _messages.Reader.TryRead(out var message) ? message : null;

    internal void TakeHeaders(List<(string Name, string Value)> fields, bool end)
    {
        foreach (var (name, value) in fields) _fields[name] = value;
        if (end) End($"http {_fields.GetValueOrDefault(":status")}");
    }

    internal void TakeData(byte[] bytes, bool end)
    {
        _data.AddRange(bytes);
        while (_fields.GetValueOrDefault("content-type", "").StartsWith("application/grpc", StringComparison.Ordinal) && GrpcMessage.TakeFrom(_data) is { } message)
            _messages.Writer.TryWrite(message);

        if (_data.Count > KeptBytes) _data.RemoveRange(0, KeptBytes);
        if (end) End($"http {_fields.GetValueOrDefault(":status")}");
    }

    internal void End(string ending)
    {
        var kind = _fields.GetValueOrDefault(":status") is "200" && _fields.TryGetValue("grpc-status", out var status) && int.TryParse(status, CultureInfo.InvariantCulture, out var code)
            ? $"grpc {(StatusCode)code}" : ending;
        var text = Uri.UnescapeDataString(_fields.GetValueOrDefault("grpc-message", "")) + System.Text.Encoding.UTF8.GetString([.. _data]);
        _messages.Writer.TryComplete();
        _outcome.TrySetResult(new Outcome(kind, text));
        link.Forget(id);
    }
}
