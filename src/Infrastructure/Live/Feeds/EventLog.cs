namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>The frames of one event channel for one filter.</summary>
internal sealed class EventLog(EventSelection selection, long offset, int retainBytes, EventFold fold) : IFeedLog
{
    public FrameLog Frames { get; } = new(offset, retainBytes);

    public EventSelection Selection => selection;

    public EventFold Fold => fold;
}
