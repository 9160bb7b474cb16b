using CleanLite.Application.Activity;
using CleanLite.Infrastructure.Activity;

namespace CleanLite.Infrastructure.Tests.Activity;

/// <summary>The log on real small volumes.</summary>
public sealed class ActivityLogVolumeTests
{
    [MountFact]
    public async Task DiskOfFourMegabytes_FilledByOthers_IsSurvivedWithoutALoss()
    {
        using var volume = TestVolume.TryMount("4m")!;
        using var bed = new LogBed(Directory.CreateDirectory(Path.Combine(volume.Path, "data")).FullName);
        bed.Open();
        bed.AppendAndStore(1_000);
        volume.Fill();
        while (bed.Log!.Mode == ActivityLogMode.Stored)
        {
            bed.Append(200);
            bed.Log.LastOffset.ShouldBeLessThan(20_000);
            bed.Until(() => bed.Log.StoredOffset == bed.Log.LastOffset || bed.Log.Mode != ActivityLogMode.Stored);
        }

        bed.Append(300);
        var last = bed.Log.LastOffset;
        (await bed.AllAsync()).Count.ShouldBe((int)last);
        volume.MakeRoom();
        bed.Until(() => bed.Log.StoredOffset == last);
        bed.Open();
        (await bed.AllAsync()).Select(e => e.Offset).ShouldBe(Enumerable.Range(1, (int)last).Select(i => (long)i));
    }

    [MountFact]
    public async Task DiskOfFourMegabytes_FilledByTheLogItself_KeepsTheNewestInMemory()
    {
        using var volume = TestVolume.TryMount("4m")!;
        using var bed = new LogBed(Directory.CreateDirectory(Path.Combine(volume.Path, "data")).FullName);
        bed.Open();
        while (bed.Log!.Mode == ActivityLogMode.Stored)
        {
            bed.Append(500);
            bed.Log.LastOffset.ShouldBeLessThan(100_000);
            bed.Until(() => bed.Log.StoredOffset == bed.Log.LastOffset || bed.Log.Mode != ActivityLogMode.Stored);
        }

        (await bed.NoticesAsync(1)).ShouldBe(["system.log_degraded"]);
        bed.Append(1_000);
        var last = bed.Log.LastOffset;
        (await bed.AllAsync()).Select(e => e.Offset).ShouldBe(Enumerable.Range(1, (int)last).Select(i => (long)i));
        bed.Open().LastOffset.ShouldBeGreaterThan(1_000);
    }

    [MountFact]
    public async Task ReadOnlyVolume_AtTheStart_ServesWhatItHolds_CountsOn_AndRecovers()
    {
        using var volume = TestVolume.TryMount("16m")!;
        using var bed = new LogBed(Directory.CreateDirectory(Path.Combine(volume.Path, "data")).FullName);
        bed.Open();
        bed.AppendAndStore(1_000);
        bed.Close();
        volume.MakeReadOnly(true);

        bed.Open().LastOffset.ShouldBe(1_000);
        bed.Log!.Mode.ShouldBe(ActivityLogMode.Degraded);
        bed.Append(500);
        (await bed.AllAsync()).Select(e => e.Offset).ShouldBe(Enumerable.Range(1, 1_500).Select(i => (long)i));
        volume.MakeReadOnly(false);
        bed.Until(() => bed.Log.StoredOffset == 1_500 && bed.Log.Mode == ActivityLogMode.Stored);

        (await bed.NoticesAsync(2)).ShouldBe(["system.log_degraded", "system.log_recovered"]);
        bed.Open();
        (await bed.AllAsync()).Count.ShouldBe(1_500);
    }
}
