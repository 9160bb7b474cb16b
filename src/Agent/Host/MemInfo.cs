namespace CleanLite.Agent.Host;

/// <summary>The values of <c>/proc/meminfo</c> that are reported, in bytes; NaN where the kernel does not tell.</summary>
internal readonly record struct MemInfo(
    double Total, double Free, double Available, double Buffers, double Cached, double SwapTotal, double SwapFree)
{
    private const double Kilo = 1024;

    /// <summary>Memory that cannot be had without swapping. Kernels before 3.14 do not tell what is available.</summary>
    public double Used => Total - (double.IsNaN(Available) ? Free + Buffers + Cached : Available);

    public static MemInfo Parse(ProcText text)
    {
        const double none = double.NaN;
        var info = new MemInfo(none, none, none, none, none, none, none);
        while (text.TryReadLine(out var line))
            info = info.With(line.ReadTo((byte)':'), line);
        return info;
    }

    private MemInfo With(ReadOnlySpan<byte> name, ProcText value) => name switch
    {
        _ when name.SequenceEqual("MemTotal"u8) => this with { Total = value.ReadNumber() * Kilo },
        _ when name.SequenceEqual("MemFree"u8) => this with { Free = value.ReadNumber() * Kilo },
        _ when name.SequenceEqual("MemAvailable"u8) => this with { Available = value.ReadNumber() * Kilo },
        _ when name.SequenceEqual("Buffers"u8) => this with { Buffers = value.ReadNumber() * Kilo },
        _ when name.SequenceEqual("Cached"u8) => this with { Cached = value.ReadNumber() * Kilo },
        _ when name.SequenceEqual("SwapTotal"u8) => this with { SwapTotal = value.ReadNumber() * Kilo },
        _ when name.SequenceEqual("SwapFree"u8) => this with { SwapFree = value.ReadNumber() * Kilo },
        _ => this,
    };
}
