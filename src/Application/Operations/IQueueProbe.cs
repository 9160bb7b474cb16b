namespace CleanLite.Application.Operations;

/// <summary>Says how much waits in one queue of the server; the sum over all is <c>queueDepth</c>.</summary>
public interface IQueueProbe
{
    /// <summary>The queue's name: one lowercase word.</summary>
    string Name { get; }

    /// <summary>Items that wait now.</summary>
    long Depth { get; }
}
