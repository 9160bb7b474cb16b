namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>A log of frames with what its feed keeps beside it.</summary>
internal interface IFeedLog
{
    FrameLog Frames { get; }
}
