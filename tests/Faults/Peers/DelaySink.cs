using System.Buffers.Text;
using CleanLite.Load.Measure;
using CleanLite.Load.Viewers;

namespace CleanLite.Faults.Peers;

/// <summary>A viewer that only measures how old the newest point of each frame is.</summary>
/// <param name="delays">Where to; asked for with each frame.</param>
internal sealed class DelaySink(Func<Histogram> delays) : IMessageSink
{
    public long Points { get; private set; }

    public void Take(ReadOnlySpan<byte> message, long nowUs)
    {
        if (!message.StartsWith("{\"type\":\"metrics\""u8)) return;
        var name = "\"timestamp\":"u8;
        var at = message.LastIndexOf(name);
        if (at < 0 || !Utf8Parser.TryParse(message[(at + name.Length)..], out long timestamp, out _)) return;
        Points++;
        delays().Record((DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - timestamp) * 1000);
    }
}
