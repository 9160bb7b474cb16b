using CleanLite.Domain.Activity;

namespace CleanLite.Application.Live;

/// <summary>Takes events to be shown to every viewer. No call waits; what does not fit is counted and told to viewers as lost.</summary>
public interface IActivityBroadcaster
{
    /// <summary>Shows <paramref name="item"/> to the viewers of its channel, in the order of calls.</summary>
    void Publish(ActivityEvent item);
}
