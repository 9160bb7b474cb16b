using System.Diagnostics;
using System.Globalization;
using CleanLite.ActivityWriter;
using CleanLite.Application.Activity;
using CleanLite.Infrastructure.Activity;
using CleanLite.Testing;
using Microsoft.Extensions.Logging.Abstractions;

// ActivityWriter <path> <events per second>: appends until it is killed. Says "first n" when it begins, and from then on, after each few events,
// "appended n at t stored m": what it has handed to the log, when, in milliseconds of the system's monotonic clock, and what the log says is in the file.
using var meters = new TestMeters();
using var log = new SqliteActivityLog(
    new ActivityOptions { Path = args[0], MinFreeBytes = 0 },
    new ActivityLogNotices(),
    new ActivityLogMetrics(meters),
    ActivityLogSeams.None,
    NullLogger<SqliteActivityLog>.Instance,
    TimeProvider.System);
var perSecond = int.Parse(args[1], CultureInfo.InvariantCulture);
var first = log.LastOffset + 1;
await Say($"first {first} {log.Mode}");

var clock = Stopwatch.StartNew();
for (var offset = first; ;)
{
    var due = first + (clock.ElapsedMilliseconds * perSecond / 1_000);
    while (offset < due)
    {
        log.Append(offset, KnownEvent.Of(offset));
        offset++;
    }

    await Say(string.Create(CultureInfo.InvariantCulture, $"appended {offset - 1} at {Environment.TickCount64} stored {log.StoredOffset}"));
    await Task.Delay(2);
}

static async Task Say(string line)
{
    await Console.Out.WriteLineAsync(line);
    await Console.Out.FlushAsync();
}
