namespace CleanLite.Infrastructure.Live.Feeds;

/// <summary>A viewer's hold on a log.</summary>
/// <param name="Log">The log.</param>
/// <param name="Cursor">Stands where the log ended at that moment: everything after it reaches the viewer through the log.</param>
internal readonly record struct LogHold<TLog>(TLog Log, LogCursor Cursor);
