namespace CleanLite.Domain.Ingest;

/// <summary>How a point stands to the newest of its series.</summary>
public enum PointVerdict
{
    /// <summary>Newer: to be taken.</summary>
    New,

    /// <summary>The same time and the same bits.</summary>
    Duplicate,

    /// <summary>At or before it.</summary>
    Late,
}
