using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace CleanLite.Infrastructure.Activity;

/// <summary>
/// The operating system's SQLite, which its distribution patches; none comes with the program. The managed packages ask for <c>e_sqlite3</c>, which is
/// answered with the system's library (decision 0005).
/// </summary>
internal static class SqliteLibrary
{
    private static readonly Lazy<Loaded> Library = new(Load);

    /// <summary>Loads the library, once per process. False, with a sentence for a person, if it is not there.</summary>
    public static bool TryLoad(out string version, out string fault)
    {
        (version, fault) = (Library.Value.Version, Library.Value.Fault);
        return fault.Length == 0;
    }

    private static string[] Names => OperatingSystem.IsWindows() ? ["winsqlite3.dll"]
        : OperatingSystem.IsMacOS() ? ["/usr/lib/libsqlite3.dylib", "libsqlite3.dylib"]
        : ["libsqlite3.so.0", "libsqlite3.so"];

    private static Loaded Load()
    {
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
            raw.FreezeProvider();
            return new Loaded(raw.sqlite3_libversion().utf8_to_string(), "");
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return new Loaded("", $"The system's SQLite library ({Names[0]}) is missing or unfit; on Debian it is in package libsqlite3-0.");
        }
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "e_sqlite3") return IntPtr.Zero;
        foreach (var candidate in Names)
        {
            if (NativeLibrary.TryLoad(candidate, out var handle)) return handle;
        }

        return IntPtr.Zero;
    }

    private sealed record Loaded(string Version, string Fault);
}
