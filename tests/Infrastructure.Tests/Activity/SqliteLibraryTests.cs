using CleanLite.Infrastructure.Activity;
using Xunit.Abstractions;

namespace CleanLite.Infrastructure.Tests.Activity;

public sealed class SqliteLibraryTests(ITestOutputHelper output)
{
    [Fact]
    public void TryLoad_OnThisMachine_LoadsTheLibraryOfTheOperatingSystem()
    {
        SqliteLibrary.TryLoad(out var version, out var fault).ShouldBeTrue(fault);
        output.WriteLine($"sqlite_version() = {version}");

        Version.Parse(version).ShouldBeGreaterThan(new Version(3, 22));
        if (!OperatingSystem.IsLinux()) return;
        var loaded = File.ReadLines("/proc/self/maps").Where(l => l.Contains("sqlite3", StringComparison.Ordinal) && l.Contains(".so", StringComparison.Ordinal)).ToList();
        loaded.ShouldContain(l => l.Contains("/libsqlite3.so", StringComparison.Ordinal));
        loaded.ShouldNotContain(l => l.Contains("e_sqlite3", StringComparison.Ordinal));
    }
}
