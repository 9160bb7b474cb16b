namespace MediatR;

/// <summary>The answer of a request that has none: a type with a single value.</summary>
public readonly struct Unit : IEquatable<Unit>, IComparable<Unit>, IComparable
{
    private static readonly Unit Only;

    /// <summary>The single value.</summary>
    public static ref readonly Unit Value => ref Only;

    /// <summary>A finished task with the single value.</summary>
    public static Task<Unit> Task { get; } = System.Threading.Tasks.Task.FromResult(Only);

    /// <summary>Always true.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>True.</returns>
    public static bool operator ==(Unit left, Unit right) => true;

    /// <summary>Always false.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>False.</returns>
    public static bool operator !=(Unit left, Unit right) => false;

    /// <summary>Always equal.</summary>
    /// <param name="other">The other.</param>
    /// <returns>0.</returns>
    public int CompareTo(Unit other) => 0;

    /// <inheritdoc/>
    int IComparable.CompareTo(object? obj) => 0;

    /// <summary>Always true.</summary>
    /// <param name="other">The other.</param>
    /// <returns>True.</returns>
    public bool Equals(Unit other) => true;

    /// <summary>Whether the other is a unit too.</summary>
    /// <param name="obj">The other.</param>
    /// <returns>Whether it is.</returns>
    public override bool Equals(object? obj) => obj is Unit;

    /// <summary>Always 0.</summary>
    /// <returns>0.</returns>
    public override int GetHashCode() => 0;

    /// <summary>The text <c>()</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => "()";
}
