namespace CleanLite.Load.Viewers;

/// <summary>Which viewers to connect.</summary>
/// <param name="Viewers">How many.</param>
/// <param name="SinkOf">What the viewer of that number does with what it is sent.</param>
internal sealed record AudiencePlan(int Viewers, Func<int, IMessageSink> SinkOf)
{
    /// <summary>Path and query of the viewer of that number.</summary>
    public Func<int, string> PathOf { get; init; } = _ => "/live";

    /// <summary>How fast the viewer of that number reads.</summary>
    public Func<int, Pace> PaceOf { get; init; } = _ => Pace.Eager;

    /// <summary>The subprotocol to ask for; null asks for none.</summary>
    public string? Subprotocol { get; init; }

    /// <summary>A frame that every viewer sends first; empty sends none.</summary>
    public byte[] Greeting { get; init; } = [];

    /// <summary>How many threads read.</summary>
    public int Loops { get; init; } = 1;

    /// <summary>How many connect at the same time.</summary>
    public int ConnectsAtOnce { get; init; } = 32;
}
