using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CleanLite.Infrastructure.Live.EventStreams;

/// <summary>
/// Writes messages as Server-Sent Events: <c>id: &lt;channel&gt;:&lt;epoch&gt;:&lt;offset&gt;</c> where the message moves the viewer's position, then one
/// <c>data:</c> line, for the server's JSON holds no line break. A <c>bye</c> with advice becomes the client's reconnection time.
/// </summary>
internal sealed class EventStreamWriter(IBufferWriter<byte> output)
{
    private string _epoch = "";

    public void Write(ReadOnlySpan<byte> json)
    {
        var head = Read(json);
        if (head.Epoch is not null) _epoch = head.Epoch;
        if (head.ReconnectAfterMs > 0) WriteLine($"retry: {head.ReconnectAfterMs}");
        if (PositionOf(head) is { } position) WriteLine($"id: {position}");
        output.Write("data: "u8);
        output.Write(json);
        output.Write("\n\n"u8);
    }

    private string? PositionOf(Head head) => head.Type switch
    {
        "metrics" => At("metrics", head.Offset),
        "snapshot" when head.Last => At("metrics", head.Offset),
        "event" => At(head.Channel, head.Offset),
        "lost" => At(head.Channel, head.ToOffset),
        _ => null,
    };

    private string? At(string? channel, long offset) =>
        channel is null || _epoch.Length == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{channel}:{_epoch}:{offset}");

    private void WriteLine(string line)
    {
        Encoding.UTF8.GetBytes(line, output);
        output.Write("\n"u8);
    }

    // Reads what stands before the payload of the message; points and events themselves are passed by.
    private static Head Read(ReadOnlySpan<byte> json)
    {
        var head = default(Head);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "type": head.Type = reader.GetString(); break;
                case "channel": head.Channel = reader.GetString(); break;
                case "epoch": head.Epoch = reader.GetString(); break;
                case "offset": head.Offset = reader.GetInt64(); break;
                case "toOffset": head.ToOffset = reader.GetInt64(); break;
                case "last": head.Last = reader.GetBoolean(); break;
                case "reconnectAfterMs": head.ReconnectAfterMs = reader.GetInt64(); break;
                case "points" or "event" or "offsets" or "result" when reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject: return head;
                default: reader.Skip(); break;
            }
        }

        return head;
    }

    private struct Head
    {
        public string? Type;
        public string? Channel;
        public string? Epoch;
        public long Offset;
        public long ToOffset;
        public bool Last;
        public long ReconnectAfterMs;
    }
}
