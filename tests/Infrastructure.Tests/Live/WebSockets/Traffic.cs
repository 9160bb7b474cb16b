using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Tests.Live.WebSockets;

/// <summary>Messages one after another.</summary>
internal sealed class Traffic(Sent[] messages)
{
    public byte[] Bytes { get; } = [.. messages.SelectMany(m => m.Bytes)];

    public List<(IncomingKind Kind, byte[] Payload, int? Fault)> Expected { get; } = [.. messages.SelectMany(m => m.Expected)];

    public int LongestFrame { get; } = messages.SelectMany(m => m.Fragments).Select(f => f.Length).DefaultIfEmpty().Max();

    public bool HasControlWithin { get; } = messages.Any(m => m.Controls[..^1].Any(c => c is not null));

    public int MostFragments { get; } = messages.Select(m => m.Cuts.Length + 1).DefaultIfEmpty().Max();

    public override string ToString() => string.Join("; ", messages.Select(m => m.ToString()));
}
