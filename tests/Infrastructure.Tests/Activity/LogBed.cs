using CleanLite.Application.Activity;
using CleanLite.Domain.Activity;
using CleanLite.Infrastructure.Activity;
using CleanLite.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace CleanLite.Infrastructure.Tests.Activity;

/// <summary>A directory for a log, and logs in it; the log that runs is closed before the next opens.</summary>
internal sealed class LogBed : IDisposable
{
    private readonly TestMeters _meters = new();
    private readonly string _directory;

    public LogBed(string? directory = null)
    {
        _directory = directory ?? Directory.CreateTempSubdirectory("cleanlite-activity-").FullName;
        Options = new ActivityOptions { Path = System.IO.Path.Combine(_directory, "activity.db"), RetryIntervalMs = 20, MinFreeBytes = 0 };
    }

    public ActivityOptions Options { get; }

    public FakeTime Time { get; } = new();

    public ActivityLogSeams Seams { get; set; } = ActivityLogSeams.None;

    public ActivityLogNotices Notices { get; private set; } = new();

    public SqliteActivityLog? Log { get; private set; }

    public string Path => Options.Path;

    public IReadOnlyList<string> Files => [.. Directory.EnumerateFiles(_directory).Select(f => System.IO.Path.GetFileName(f)).Order()];

    /// <summary>An event that is known by its number.</summary>
    public static ActivityEvent EventOf(long offset, long timeUnixMs = 1_763_622_000_000) => new()
    {
        Id = $"e-{offset}",
        Source = $"agent/web-{offset % 3}",
        Type = offset % 2 == 0 ? "task.created" : "tool.called",
        TimeUnixMs = timeUnixMs + offset,
        Severity = (Severity)(1 + (offset % 3)),
        Subject = $"subject-{offset}",
        Message = $"Message {offset}: " + new string('m', (int)(offset % 50)),
        Attributes = new Dictionary<string, string> { ["n"] = $"{offset}" },
    };

    public SqliteActivityLog Open()
    {
        Log?.Dispose();
        Notices = new ActivityLogNotices();
        return Log = new SqliteActivityLog(Options, Notices, new ActivityLogMetrics(_meters), Seams, NullLogger<SqliteActivityLog>.Instance, Time);
    }

    public void Close()
    {
        Log?.Dispose();
        Log = null;
    }

    /// <summary>Appends so many events with the numbers that follow.</summary>
    public void Append(int count)
    {
        for (var i = 0; i < count; i++) Log!.Append(Log.LastOffset + 1, EventOf(Log.LastOffset + 1, Time.UnixMs));
    }

    /// <summary>Appends and waits until all of it is in the file. Time stands still: a slow disk must not look like a calm one.</summary>
    public void AppendAndStore(int count)
    {
        Append(count);
        Until(() => Log!.StoredOffset == Log.LastOffset, TimeSpan.Zero);
    }

    /// <summary>Lets fake time go on until it is so: the writer looks up several times a second.</summary>
    public void Until(Func<bool> isSo) => Until(isSo, TimeSpan.FromMilliseconds(50));

    public async Task<IReadOnlyList<LoggedEvent>> AllAsync(EventCriteria? criteria = null)
    {
        criteria ??= new EventCriteria { Limit = 1_000, Start = new EventCursor(0, IsNewer: true) };
        var all = new List<LoggedEvent>();
        while (true)
        {
            var slice = await Log!.ReadAsync(criteria, CancellationToken.None);
            slice.Trouble.ShouldBeNull();
            all.AddRange(slice.Items);
            if (slice.Next is not { } next) return all;
            criteria = criteria with { Start = next };
        }
    }

    /// <summary>The types of the notices, once as many as expected were left: word of a change comes after the change.</summary>
    public async Task<List<string>> NoticesAsync(int expected) => [.. (await FullNoticesAsync(expected)).Select(n => n.Type)];

    public async Task<List<ActivityLogNotice>> FullNoticesAsync(int expected)
    {
        var seen = new List<ActivityLogNotice>();
        using var enough = new CancellationTokenSource();
        await using var notices = Notices.ReadAllAsync(enough.Token).GetAsyncEnumerator();
        while (true)
        {
            var next = notices.MoveNextAsync().AsTask();
            if (seen.Count < expected) Until(() => next.IsCompleted);
            if (!next.IsCompleted)
            {
                await enough.CancelAsync();
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return seen;
            }

            seen.Add(notices.Current);
        }
    }

    public void Dispose()
    {
        Close();
        _meters.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private void Until(Func<bool> isSo, TimeSpan step)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!isSo())
        {
            waited.Elapsed.ShouldBeLessThan(Eventually.Patience, "it never became so");
            Time.Advance(step);
            Thread.Sleep(5);
        }
    }
}
