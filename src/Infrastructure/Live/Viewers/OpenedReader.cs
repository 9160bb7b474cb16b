namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>A reader that was opened for a subscription.</summary>
/// <param name="Reader">The reader; null if there are too many distinct filters.</param>
/// <param name="Epoch">The epoch of its offsets.</param>
/// <param name="Recovered">True if it goes on exactly where the viewer said.</param>
internal readonly record struct OpenedReader(FeedReader? Reader, string Epoch, bool Recovered)
{
    public static OpenedReader Refused => new(null, "", false);
}
