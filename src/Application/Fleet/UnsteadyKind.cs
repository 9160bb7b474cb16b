namespace CleanLite.Application.Fleet;

/// <summary>What makes an agent unsteady.</summary>
public enum UnsteadyKind
{
    /// <summary>It goes and comes back, over and over.</summary>
    Flapping,

    /// <summary>Two live processes use its id and take the stream from each other.</summary>
    DuplicateId,
}
