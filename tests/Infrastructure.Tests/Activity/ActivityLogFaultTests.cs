using CleanLite.Application.Activity;
using CleanLite.Application.Operations;
using CleanLite.Infrastructure.Activity;
using Microsoft.Data.Sqlite;

namespace CleanLite.Infrastructure.Tests.Activity;

public sealed class ActivityLogFaultTests : IDisposable
{
    private const int Stored = 3_000;

    private readonly LogBed _bed = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    public void Dispose() => _bed.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Open_FileWithFlippedBytes_NeverServesWrongHistory_AndTakesNewEvents(int seed)
    {
        StoreAndClose();
        var random = new Random(seed);
        var bytes = await File.ReadAllBytesAsync(_bed.Path);

        // The first seeds hit the header and the first pages, where it hurts most.
        var reach = seed <= 5 ? 100 : seed <= 10 ? 8_192 : bytes.Length;
        for (var i = 0; i < 1 + (seed % 4); i++) bytes[random.Next(reach)] ^= (byte)(1 << random.Next(8));
        await File.WriteAllBytesAsync(_bed.Path, bytes);

        await ShouldServeOnlyTheTruthAndGoOnAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(4_096)]
    [InlineData(10_000)]
    [InlineData(100_000)]
    public async Task Open_TruncatedFile_NeverServesWrongHistory_AndTakesNewEvents(int length)
    {
        StoreAndClose();
        using (var file = new FileStream(_bed.Path, FileMode.Open)) file.SetLength(length);

        await ShouldServeOnlyTheTruthAndGoOnAsync();

        // SQLite takes a file of one byte for an empty one.
        if (length > 1) _bed.Files.ShouldContain(f => f.Contains(".damaged-", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Open_JournalWithFlippedBytes_NeverServesWrongHistory_AndTakesNewEvents(int seed)
    {
        StoreAndClose();
        CrashedCopy(seed);

        await ShouldServeOnlyTheTruthAndGoOnAsync();
    }

    [Fact]
    public async Task Open_NoDatabaseAtAll_SetsItAsideWithAMessage()
    {
        await File.WriteAllTextAsync(_bed.Path, string.Concat(Enumerable.Repeat("This is no database. ", 500)));
        _bed.Open();
        _bed.AppendAndStore(10);

        var notice = (await _bed.FullNoticesAsync(1)).ShouldHaveSingleItem();
        notice.Type.ShouldBe("system.log_set_aside");
        var aside = _bed.Files.Single(f => f.Contains(".damaged-", StringComparison.Ordinal));
        notice.Message.ShouldBe($"The log file is damaged. It was set aside as {aside}; a new one is begun.");
        _bed.Log!.Mode.ShouldBe(ActivityLogMode.Stored);
        (await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(_bed.Path)!, aside))).ShouldStartWith("This is no database.");
    }

    [Fact]
    public async Task Open_DamagedAgainAndAgain_KeepsOnlyTheLastFilesSetAside()
    {
        for (var i = 0; i < ActivityFile.MaxSetAside + 2; i++)
        {
            await File.WriteAllTextAsync(_bed.Path, string.Concat(Enumerable.Repeat($"no database {i} ", 500)));
            _bed.Open();
            _bed.Close();
            _bed.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var aside = _bed.Files.Where(f => f.Contains(".damaged-", StringComparison.Ordinal)).ToList();
        aside.Count.ShouldBe(ActivityFile.MaxSetAside);
        (await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(_bed.Path)!, aside[0]))).ShouldStartWith("no database 2 ");
    }

    [Fact]
    public async Task Open_DamagedFileWhoseNewestRowIsSound_GoesOnCountingBehindIt()
    {
        StoreAndClose();
        var bytes = await File.ReadAllBytesAsync(_bed.Path);

        // The free-block pointer of some leaf in the middle: structure, not content.
        var page = bytes.Length / 4096 / 2 * 4096;
        bytes[page + 3] ^= 0xFF;
        bytes[page + 4] ^= 0xFF;
        await File.WriteAllBytesAsync(_bed.Path, bytes);

        _bed.Open().LastOffset.ShouldBe(Stored);
        (await _bed.NoticesAsync(1)).ShouldBe(["system.log_set_aside"]);
        _bed.AppendAndStore(1);
        (await _bed.AllAsync()).Select(e => e.Offset).ShouldBe([Stored + 1L]);
    }

    [Fact]
    public async Task Read_RowWithAFlippedLetter_IsLeftOut_TheOthersAreServed()
    {
        StoreAndClose();
        var bytes = await File.ReadAllBytesAsync(_bed.Path);
        var at = bytes.AsSpan().IndexOf("Message 1500:"u8);
        at.ShouldBeGreaterThan(0);
        bytes[at] = (byte)'m';
        await File.WriteAllBytesAsync(_bed.Path, bytes);

        _bed.Open();
        var all = await _bed.AllAsync();
        all.Select(e => e.Offset).ShouldBe(Enumerable.Range(1, Stored).Where(i => i != 1_500).Select(i => (long)i));
        var page = await _bed.Log!.ReadAsync(new EventCriteria { Limit = 1, Start = new EventCursor(1_501, IsNewer: false) }, CancellationToken.None);
        page.Items.ShouldBeEmpty();
        page.Next.ShouldBe(new EventCursor(1_500, IsNewer: false));
    }

    [Fact]
    public async Task Open_FileOfAnotherServer_KeepsEventsInMemory_AndLeavesTheFirstAlone()
    {
        _bed.Open();
        _bed.AppendAndStore(10);
        using var other = new LogBed();
        other.Options.Path = _bed.Options.Path;
        other.Open();
        other.Append(5);

        other.Log!.Mode.ShouldBe(ActivityLogMode.Detached);
        (await other.AllAsync()).Count.ShouldBe(5);
        other.Log.Read().State.ShouldBe(HealthState.Degraded);
        other.Log.Read().Description.ShouldStartWith("Another server has the log file open");
        (await other.NoticesAsync(1)).ShouldBe(["system.log_memory_only"]);
        other.Close();

        _bed.AppendAndStore(10);
        (await _bed.AllAsync()).Count.ShouldBe(20);
        _bed.Files.ShouldNotContain(f => f.Contains(".damaged-", StringComparison.Ordinal));
        _bed.Close();
        other.Open().LastOffset.ShouldBe(20);
        other.Log!.Mode.ShouldBe(ActivityLogMode.Stored);
    }

    [Fact]
    public async Task Open_DatabaseOfAnotherProgram_LeavesItAlone()
    {
        Sql("CREATE TABLE customers (name TEXT); INSERT INTO customers VALUES ('Ada')");
        var before = await File.ReadAllBytesAsync(_bed.Path);
        _bed.Open();
        _bed.Append(5);

        _bed.Log!.Mode.ShouldBe(ActivityLogMode.Detached);
        (await _bed.NoticesAsync(1)).ShouldBe(["system.log_memory_only"]);
        (await _bed.AllAsync()).Count.ShouldBe(5);
        _bed.Close();
        (await File.ReadAllBytesAsync(_bed.Path)).ShouldBe(before);
    }

    [Fact]
    public void Open_FileOfANewerVersion_LeavesItAlone()
    {
        StoreAndClose();
        Sql("PRAGMA user_version = 2");
        _bed.Open().Read().Description.ShouldStartWith("The log file was written by a newer version");
        _bed.Log!.Mode.ShouldBe(ActivityLogMode.Detached);
    }

    [Fact]
    public async Task DiskFull_KeepsEventsInMemory_SaysSoOnce_AndRecoversWithoutALoss()
    {
        var (maxPages, opened) = (200, 0);
        _bed.Seams = new ActivityLogSeams
        {
            MaxPages = () =>
            {
                Interlocked.Increment(ref opened);
                return maxPages;
            },
        };
        _bed.Open();
        var appended = 0;
        while (_bed.Log!.Mode == ActivityLogMode.Stored)
        {
            _bed.Append(100);
            appended += 100;
            appended.ShouldBeLessThan(50_000);
            _bed.Until(() => _bed.Log.Mode != ActivityLogMode.Stored || _bed.Log.StoredOffset == _bed.Log.LastOffset);
        }

        _bed.Append(500);
        (await _bed.AllAsync()).Count.ShouldBe(appended + 500);
        _bed.Log.Read().ShouldBe(HealthReading.Degraded("The disk is full. Events are kept in memory."));
        _bed.Until(() => opened >= 4);
        maxPages = 1_000_000;
        _bed.Until(() => _bed.Log.Mode == ActivityLogMode.Stored && _bed.Log.StoredOffset == _bed.Log.LastOffset);

        var notices = await _bed.FullNoticesAsync(2);
        notices.Select(n => n.Type).ShouldBe(["system.log_degraded", "system.log_recovered"]);
        notices[0].Attributes["fault"].ShouldBe("disk_full");
        notices[1].Attributes["lost"].ShouldBe("0");
        _bed.Open();
        (await _bed.AllAsync()).Select(e => e.Offset).ShouldBe(Enumerable.Range(1, appended + 500).Select(i => (long)i));
    }

    [Fact]
    public async Task DiskFull_ForLong_LosesTheOldestThatWait_AndSaysHowMany()
    {
        var maxPages = 20;
        (_bed.Seams, _bed.Options.QueueEvents) = (new ActivityLogSeams { MaxPages = () => maxPages }, 1_000);
        _bed.Open();
        _bed.Append(900);
        _bed.Until(() => _bed.Log!.Mode == ActivityLogMode.Degraded);
        var stored = _bed.Log!.StoredOffset;
        _bed.Append(2_000);
        maxPages = 1_000_000;
        _bed.Until(() => _bed.Log.StoredOffset == 2_900);

        var lost = 1_900 - stored;
        (await _bed.AllAsync()).Select(e => e.Offset).ShouldBe(
            Enumerable.Range(1, (int)stored).Concat(Enumerable.Range(1_901, 1_000)).Select(i => (long)i));
        var recovered = (await _bed.FullNoticesAsync(2))[^1];
        (recovered.Type, recovered.Attributes["lost"]).ShouldBe(("system.log_recovered", $"{lost}"));
    }

    [Fact]
    public async Task Overflow_OfAHealthyDisk_IsToldOnceWhenItBegins_AndOnceWhenItIsOver()
    {
        (_bed.Options.QueueEvents, _bed.Options.CommitIntervalMs) = (100, 200);
        _bed.Open();
        for (var i = 0; i < 5; i++) _bed.AppendAndStore(500);
        _bed.Time.Advance(ActivityTrouble.Calm);
        _bed.AppendAndStore(1);

        _bed.Until(() => _bed.Log!.Depth == 0);
        var notices = await _bed.FullNoticesAsync(2);
        notices.Select(n => n.Type).ShouldBe(["system.log_overflow", "system.log_recovered"]);
        long.Parse(notices[1].Attributes["lost"]).ShouldBe(2_501 - (await _bed.AllAsync()).Count);
    }

    [Fact]
    public async Task LowSpace_KeepsEventsInMemory_AndComesBackWithAReserve()
    {
        var (free, asked) = (1_000L, 0);
        _bed.Options.MinFreeBytes = 100;
        _bed.Seams = new ActivityLogSeams
        {
            MeasureSpace = () =>
            {
                Interlocked.Increment(ref asked);
                return (free, 1_000_000);
            },
        };
        _bed.Open();
        _bed.AppendAndStore(10);
        free = 99;
        _bed.Until(() => _bed.Log!.Mode == ActivityLogMode.Degraded);
        _bed.Append(10);
        free = 110;

        // It asks again only if the first answer did not do.
        var before = asked;
        _bed.Until(() => asked >= before + 2);
        _bed.Log!.Mode.ShouldBe(ActivityLogMode.Degraded);
        (await _bed.AllAsync()).Count.ShouldBe(20);

        free = 126;
        _bed.Until(() => _bed.Log.StoredOffset == 20);
        (await _bed.NoticesAsync(2)).ShouldBe(["system.log_degraded", "system.log_recovered"]);
    }

    [Fact]
    public void LowSpace_OnASmallVolume_LeavesATwentiethFreeAtMost()
    {
        _bed.Options.MinFreeBytes = 256 * 1024 * 1024;
        _bed.Seams = new ActivityLogSeams { MeasureSpace = () => (300_000, 4 * 1024 * 1024) };
        _bed.Open();
        _bed.AppendAndStore(10);
        _bed.Log!.Mode.ShouldBe(ActivityLogMode.Stored);
    }

    [Fact]
    public async Task FileDeleted_WhileTheServerRuns_IsToldAndANewOneBegun()
    {
        _bed.Open();
        _bed.AppendAndStore(10);
        File.Delete(_bed.Path);
        File.Delete(_bed.Path + "-wal");
        File.Delete(_bed.Path + "-shm");
        _bed.Until(() => File.Exists(_bed.Path));
        _bed.AppendAndStore(10);

        (await _bed.AllAsync()).Select(e => e.Offset).ShouldBe(Enumerable.Range(11, 10).Select(i => (long)i));
        var notices = await _bed.FullNoticesAsync(2);
        notices.Select(n => n.Type).ShouldBe(["system.log_degraded", "system.log_recovered"]);
        notices[0].Attributes["fault"].ShouldBe("gone");
    }

    [Fact]
    public async Task LockedByAnotherProgram_KeepsEventsInMemoryUntilItLetsGo()
    {
        _bed.Open();
        _bed.AppendAndStore(10);
        using (var other = new SqliteConnection($"Data Source={_bed.Path};Pooling=False"))
        {
            other.Open();
            using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            begin.ExecuteNonQuery();
            _bed.Append(10);
            _bed.Until(() => _bed.Log!.Mode == ActivityLogMode.Degraded);
            (await _bed.AllAsync()).Count.ShouldBe(20);
        }

        _bed.Until(() => _bed.Log!.StoredOffset == 20);
        (await _bed.FullNoticesAsync(1))[0].Attributes["fault"].ShouldBe("locked");
    }

    [Fact]
    public async Task Open_PathThatCannotBeMade_KeepsEventsInMemoryUntilItCan()
    {
        var inTheWay = Path.Combine(Path.GetDirectoryName(_bed.Path)!, "data");
        await File.WriteAllTextAsync(inTheWay, "a file where a directory should be");
        _bed.Options.Path = Path.Combine(inTheWay, "activity.db");
        _bed.Open().Mode.ShouldBe(ActivityLogMode.Degraded);
        _bed.Append(10);
        (await _bed.AllAsync()).Count.ShouldBe(10);

        File.Delete(inTheWay);
        _bed.Until(() => _bed.Log!.StoredOffset == 10);
        (await _bed.NoticesAsync(2)).ShouldBe(["system.log_degraded", "system.log_recovered"]);
    }

    [Fact]
    public async Task Recovery_OntoAFileWithOtherEventsUnderTheSameNumbers_IsNotMade()
    {
        StoreAndClose();
        var hidden = _bed.Path + ".hidden";
        File.Move(_bed.Path, hidden);
        Directory.CreateDirectory(_bed.Path);
        _bed.Open().LastOffset.ShouldBe(0);
        _bed.Append(10);
        Directory.Delete(_bed.Path);
        File.Move(hidden, _bed.Path);

        _bed.Until(() => _bed.Log!.Mode == ActivityLogMode.Detached);
        (await _bed.AllAsync()).Count.ShouldBe(10);
        (await _bed.NoticesAsync(2)).ShouldBe(["system.log_degraded", "system.log_memory_only"]);
        _bed.Open().LastOffset.ShouldBe(Stored);
    }

    private void StoreAndClose()
    {
        _bed.Open();
        _bed.AppendAndStore(Stored);
        _bed.Close();
    }

    /// <summary>Puts what a killed server leaves in the log's place, with flipped bytes in the journal.</summary>
    private void CrashedCopy(int seed)
    {
        _bed.Open();
        _bed.AppendAndStore(Stored);
        var (file, journal) = (File.ReadAllBytes(_bed.Path), ReadShared(_bed.Path + "-wal"));
        _bed.Close();
        journal.Length.ShouldBeGreaterThan(100_000);
        var random = new Random(seed);
        var reach = seed <= 5 ? 32 : journal.Length;
        for (var i = 0; i < 1 + (seed % 4); i++) journal[random.Next(reach)] ^= (byte)(1 << random.Next(8));
        File.WriteAllBytes(_bed.Path, file);
        File.WriteAllBytes(_bed.Path + "-wal", journal);
        if (seed % 2 == 0) File.WriteAllBytes(_bed.Path + "-shm", new byte[32_768]);
    }

    private static byte[] ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private async Task ShouldServeOnlyTheTruthAndGoOnAsync()
    {
        var log = _bed.Open();
        _bed.Append(100);
        var served = await _bed.AllAsync();
        served.Count.ShouldBeGreaterThanOrEqualTo(100);
        foreach (var (offset, item) in served)
        {
            var expected = LogBed.EventOf(offset, item.TimeUnixMs - offset);
            (item with { Attributes = expected.Attributes }).ShouldBe(expected);
            item.Attributes.ShouldBe(expected.Attributes);
        }

        served.Select(e => e.Offset).ShouldBeInOrder();
        if (log.Mode == ActivityLogMode.Detached) return;
        _bed.Until(() => log.Mode == ActivityLogMode.Stored && log.StoredOffset == log.LastOffset);
        _bed.Open().LastOffset.ShouldBe(served[^1].Offset);
    }

    private void Sql(string sql)
    {
        SqliteLibrary.TryLoad(out _, out _);
        using var connection = new SqliteConnection($"Data Source={_bed.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
