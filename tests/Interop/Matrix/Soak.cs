namespace CleanLite.Interop.Matrix;

/// <summary>How many calls the soak and the concurrent cases make, and how long one of the soak may take.</summary>
internal sealed record Soak(int Count, int LimitMs)
{
    /// <summary>The standard's.</summary>
    public static Soak Standard { get; } = new(1_000, 1_000);
}
