namespace CleanLite.Application.Activity;

/// <summary>Reads the events that the log keeps, including those that wait to be written.</summary>
public interface IActivityHistory
{
    /// <summary>One page. Bounded in time and in how many read at once; what goes wrong is told in the answer.</summary>
    Task<EventSlice> ReadAsync(EventCriteria criteria, CancellationToken cancellation);
}
