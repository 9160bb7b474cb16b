using CleanLite.Domain.Ingest;

namespace CleanLite.Application.Ingest;

/// <summary>Counts the points of one batch while it is applied.</summary>
public struct BatchCounts
{
    /// <summary>Points taken.</summary>
    public int Accepted { get; private set; }

    /// <summary>Points equal to the newest of their series.</summary>
    public int Duplicate { get; private set; }

    /// <summary>Points at or before the newest of their series.</summary>
    public int Late { get; private set; }

    /// <summary>Points of refused series.</summary>
    public int Rejected { get; private set; }

    /// <summary>Points of series that were not refused.</summary>
    public readonly int Taken => Accepted + Duplicate + Late;

    /// <summary>Counts a point of a series that was not refused.</summary>
    public void Add(PointVerdict verdict)
    {
        if (verdict == PointVerdict.New) Accepted++;
        else if (verdict == PointVerdict.Duplicate) Duplicate++;
        else Late++;
    }

    /// <summary>Counts the points of a refused series.</summary>
    public void Reject(int points) => Rejected += points;
}
