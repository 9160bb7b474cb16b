namespace CleanLite.Infrastructure.Tests.Activity;

/// <summary>A test that mounts a file system of its own, for which it must be root; skipped with a word elsewhere.</summary>
internal sealed class MountFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> CanMount = new(() =>
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root") return false;
        using var trial = TestVolume.TryMount("64k");
        return trial is not null;
    });

    public MountFactAttribute()
    {
        if (!CanMount.Value) Skip = "needs the right to mount a tmpfs";
    }
}
