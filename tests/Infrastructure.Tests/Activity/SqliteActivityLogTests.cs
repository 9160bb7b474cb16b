using CleanLite.Application.Activity;
using CleanLite.Application.Operations;
using CleanLite.Domain.Activity;
using CleanLite.Infrastructure.Activity;
using CleanLite.Testing;
using Microsoft.Data.Sqlite;

namespace CleanLite.Infrastructure.Tests.Activity;

public sealed class SqliteActivityLogTests : IDisposable
{
    private readonly LogBed _bed = new();

    private static readonly string[] Hostile =
    [
        "'; DROP TABLE events; --", "\u001b[31mred\u001b[0m", "<script>alert(1)</script>", "line\nline\tand\r\nmore", "nul\0in the middle", "\u202Eright to left",
        "emoji \U0001F600 and \u4e2d\u6587", "lone \ud800 surrogate", new string('x', 1_000_000), "$p0 ?1 :a @b", "%_*?[a-z]", "\u2028\u2029\ufeff",
    ];

    public static TheoryData<int> HostileTexts => [.. Enumerable.Range(0, Hostile.Length)];

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Open_AgainAfterAClose_HasEveryEventAndGoesOnCounting()
    {
        _bed.Open();
        _bed.Append(2_500);
        _bed.Open().LastOffset.ShouldBe(2_500);

        var all = await _bed.AllAsync();
        all.Select(e => e.Offset).ShouldBe(Enumerable.Range(1, 2_500).Select(i => (long)i));
        foreach (var (offset, item) in all) ShouldBeSame(item, LogBed.EventOf(offset, item.TimeUnixMs - offset));
        _bed.Append(1);
        _bed.Log!.LastOffset.ShouldBe(2_501);
        _bed.Log.Read().State.ShouldBe(HealthState.Healthy);
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public async Task Append_HostileText_ComesBackAsItWas(int index)
    {
        // What UTF-8 cannot hold is refused at the door; should it get here nonetheless, it is kept as U+FFFD and harms nothing.
        var text = Hostile[index];
        var expected = text.Replace('\ud800', '\ufffd');
        var item = new ActivityEvent
        {
            Id = text,
            Source = "agent/" + text,
            Type = "task." + text,
            TimeUnixMs = _bed.Time.UnixMs,
            Subject = text,
            Message = text,
            Attributes = new Dictionary<string, string> { [text] = text, ["b"] = "" },
        };
        _bed.Open();
        _bed.Log!.Append(1, item);
        _bed.Open();
        _bed.AppendAndStore(1);

        var found = (await _bed.AllAsync())[0].Event;
        found.Id.ShouldBe(expected);
        found.Subject.ShouldBe(expected);
        found.Message.ShouldBe(expected);
        found.Attributes.ShouldBe(new Dictionary<string, string> { [expected] = expected, ["b"] = "" }, ignoreOrder: true);
    }

    [Fact]
    public async Task ReadAsync_BeforeTheGroupIsCommitted_FindsEventsInMemoryAndInTheFileAlike()
    {
        // The writer looks at the volume before it stores anything: that holds it up.
        using var goOn = new ManualResetEventSlim();
        _bed.Open();
        _bed.AppendAndStore(10);
        _bed.Options.MinFreeBytes = 1;
        _bed.Seams = new ActivityLogSeams { MeasureSpace = () => (goOn.Wait(Eventually.Patience) ? 100 : 0, 100) };
        _bed.Open();
        _bed.Append(10);

        (await _bed.AllAsync()).Count.ShouldBe(20);
        _bed.Log!.StoredOffset.ShouldBe(10);
        var newest = await _bed.Log.ReadAsync(new EventCriteria { Limit = 15 }, CancellationToken.None);
        newest.Items.Select(e => e.Offset).ShouldBe(Enumerable.Range(6, 15).Reverse().Select(i => (long)i));
        newest.Next.ShouldBe(new EventCursor(6, IsNewer: false));
        goOn.Set();
    }

    [Fact]
    public void Append_OfAnOffsetGivenBefore_Throws()
    {
        _bed.Open().Append(5, LogBed.EventOf(5));
        Should.Throw<ArgumentOutOfRangeException>(() => _bed.Log!.Append(5, LogBed.EventOf(5)));
    }

    [Fact]
    public async Task Append_BeyondMaxEvents_LetsTheOldestLeave()
    {
        _bed.Options.MaxEvents = 1_000;
        _bed.Open();
        for (var i = 0; i < 5; i++) _bed.AppendAndStore(700);
        _bed.Until(() => RowsInFile() == 1_000);

        (await _bed.AllAsync()).Select(e => e.Offset).ShouldBe(Enumerable.Range(2_501, 1_000).Select(i => (long)i));
        _bed.Options.MaxEvents = 100;
        _bed.Open().LastOffset.ShouldBe(3_500);
        _bed.Until(() => RowsInFile() == 100);
    }

    [Fact]
    public async Task Age_BeyondMaxAge_LetsEventsLeave_AndAStepOfTheWallClockDoesNot()
    {
        _bed.Options.MaxAge = TimeSpan.FromHours(1);
        _bed.Open();
        _bed.AppendAndStore(2_000);
        _bed.Time.Advance(TimeSpan.FromMinutes(30));
        _bed.AppendAndStore(10);
        _bed.Time.StepWallClock(TimeSpan.FromDays(365));
        _bed.AppendAndStore(1);
        _bed.Time.Advance(TimeSpan.FromMinutes(1));
        (await _bed.AllAsync()).Count.ShouldBe(2_011);

        _bed.Time.Advance(TimeSpan.FromMinutes(31));
        _bed.Until(() => RowsInFile() == 11);
        (await _bed.AllAsync()).Select(e => e.Offset).ShouldBe(Enumerable.Range(2_001, 11).Select(i => (long)i));
    }

    [Fact]
    public async Task File_BeyondMaxFileBytes_LetsTheOldestLeave()
    {
        _bed.Options.MaxFileBytes = 1024 * 1024;
        _bed.Open();
        for (var i = 0; i < 6_000; i++) _bed.Log!.Append(i + 1, LogBed.EventOf(i + 1, _bed.Time.UnixMs) with { Message = new string('x', 1_000) });
        _bed.Until(() => _bed.Log!.StoredOffset == 6_000 && RowsInFile() < 1_100);

        var all = await _bed.AllAsync();
        all[^1].Offset.ShouldBe(6_000);
        all.Count.ShouldBeInRange(1, 1_100);
    }

    [Fact]
    public async Task EmptyPath_KeepsTheNewestEventsInMemoryOnly()
    {
        (_bed.Options.Path, _bed.Options.MaxEvents) = ("", 100);
        var log = _bed.Open();
        _bed.Append(250);

        (await _bed.AllAsync()).Select(e => e.Offset).ShouldBe(Enumerable.Range(151, 100).Select(i => (long)i));
        log.Read().ShouldBe(HealthReading.Healthy("Events are kept in memory only, as the settings say."));
        log.Depth.ShouldBe(0);
        (await _bed.NoticesAsync(0)).ShouldBeEmpty();
        _bed.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task EmptyPath_ForgetsEventsBeyondMaxAgeAndMaxMemory()
    {
        (_bed.Options.Path, _bed.Options.MaxAge, _bed.Options.MaxMemoryBytes) = ("", TimeSpan.FromHours(1), 1024 * 1024);
        _bed.Open();
        _bed.Append(10);
        _bed.Time.Advance(TimeSpan.FromMinutes(61));
        _bed.Append(1);
        (await _bed.AllAsync()).Count.ShouldBe(1);

        for (var i = 0; i < 1_000; i++) _bed.Log!.Append(_bed.Log.LastOffset + 1, LogBed.EventOf(1, _bed.Time.UnixMs) with { Message = new string('x', 2_048) });
        (await _bed.AllAsync()).Count.ShouldBeInRange(200, 256);
    }

    [Fact]
    public async Task ReadAsync_WhenTooManyWait_IsRefused()
    {
        (_bed.Options.MaxReaders, _bed.Options.MaxWaitingReaders) = (1, 1);
        _bed.Open();
        _bed.AppendAndStore(20_000);
        var slow = new EventCriteria { Types = new Domain.Live.PatternList(["no.such"]) };
        var reads = Enumerable.Range(0, 50).Select(_ => _bed.Log!.ReadAsync(slow, CancellationToken.None)).ToList();
        var slices = await Task.WhenAll(reads);

        slices.ShouldContain(s => s.Trouble == null);
        slices.Where(s => s.Trouble is not null).ShouldAllBe(s => s.Trouble!.StartsWith("Too many"));
        slices.ShouldContain(s => s.Trouble != null);
    }

    [Fact]
    public void Dispose_StoresWhatWaits()
    {
        _bed.Options.CommitIntervalMs = 1_000;
        _bed.Open();
        _bed.Append(500);
        _bed.Close();
        RowsInFile().ShouldBe(500);
    }

    [Fact]
    public void Checkpoint_ComesEverySecond_SoThatTheJournalStaysSmall()
    {
        _bed.Open();
        for (var i = 0; i < 40; i++)
        {
            _bed.AppendAndStore(500);
            _bed.Time.Advance(TimeSpan.FromSeconds(1));
            _bed.AppendAndStore(1);
        }

        new FileInfo(_bed.Path + "-wal").Length.ShouldBeLessThan(new FileInfo(_bed.Path).Length);
    }

    private static void ShouldBeSame(ActivityEvent found, ActivityEvent expected)
    {
        (found with { Attributes = expected.Attributes }).ShouldBe(expected);
        found.Attributes.ShouldBe(expected.Attributes, ignoreOrder: true);
    }

    private long RowsInFile()
    {
        using var connection = new SqliteConnection($"Data Source={_bed.Path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM events";
        return (long)command.ExecuteScalar()!;
    }
}
