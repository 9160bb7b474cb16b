using System.Globalization;

namespace CleanLite.Load.Measure;

/// <summary>What a figure of a row must reach.</summary>
/// <param name="Column">The column that holds it.</param>
/// <param name="Limit">The most that it may be, or the least.</param>
/// <param name="IsFloor">True if it is the least.</param>
internal sealed record Goal(string Column, double Limit, bool IsFloor = false)
{
    public static Goal AtMost(string column, double limit) => new(column, limit);

    public static Goal AtLeast(string column, double limit) => new(column, limit, IsFloor: true);

    /// <summary>Nothing of it: a count of 0, a text that is empty.</summary>
    public static Goal None(string column) => new(column, 0);

    /// <summary>True if the goal is met by what the column holds: a figure, or a text that tells of a fault unless it is empty. A figure that is missing meets none.</summary>
    public bool IsMetBy(object value) => value switch
    {
        double figure => IsFloor ? figure >= Limit : figure <= Limit,
        string text => text.Length == 0,
        _ => false,
    };

    public override string ToString() => Limit == 0 && !IsFloor ? $"no {Column}"
        : string.Create(CultureInfo.InvariantCulture, $"{Column} {(IsFloor ? ">=" : "<=")} {(Limit < 1e6 ? Limit.ToString("#,##0.##", CultureInfo.InvariantCulture) : $"{Limit / 1e6:0.##} M")}");
}
