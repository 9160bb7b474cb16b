using System.Collections.Frozen;
using System.Security.Cryptography;

namespace CleanLite.Api.Hosting;

/// <summary>The files of the page, read once at the start: half a megabyte that no request can lead outside of.</summary>
internal sealed class DashboardFolder
{
    private const string AssetPrefix = "/assets/";

    private static readonly FrozenDictionary<string, string> MediaTypes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly FrozenDictionary<string, DashboardFile> _files;

    private DashboardFolder(FrozenDictionary<string, DashboardFile> files, DashboardFile? page) => (_files, Page) = (files, page);

    /// <summary>What stands at the page's own addresses; null if there is not even a plain page.</summary>
    public DashboardFile? Page { get; }

    /// <summary>
    /// Reads <c>dashboard</c> under <paramref name="webRoot"/>, and the plain page beside it. The plain page stands in where no dashboard was built.
    /// </summary>
    public static DashboardFolder Read(string webRoot)
    {
        var files = new Dictionary<string, DashboardFile>(StringComparer.Ordinal);
        AddAll(files, webRoot, SearchOption.TopDirectoryOnly);
        AddAll(files, Path.Combine(webRoot, "dashboard"), SearchOption.AllDirectories);
        var page = files.GetValueOrDefault("/index.html") ?? files.GetValueOrDefault("/plain.html");
        return new DashboardFolder(files.ToFrozenDictionary(StringComparer.Ordinal), page);
    }

    /// <summary>The file at a path, or null.</summary>
    public DashboardFile? Find(string path) => _files.GetValueOrDefault(path);

    private static void AddAll(Dictionary<string, DashboardFile> files, string folder, SearchOption depth)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var path in Directory.EnumerateFiles(folder, "*", depth))
        {
            // Files of an unknown kind are not served; the compressed copies are no files of their own.
            if (!MediaTypes.TryGetValue(Path.GetExtension(path), out var type)) continue;
            var address = "/" + Path.GetRelativePath(folder, path).Replace('\\', '/');
            files[address] = Load(path, type, address.StartsWith(AssetPrefix, StringComparison.Ordinal));
        }
    }

    private static DashboardFile Load(string path, string type, bool isImmutable)
    {
        var body = File.ReadAllBytes(path);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..16]}\"";
        return new DashboardFile(type, isImmutable, tag, body, LoadIfThere(path + ".br"), LoadIfThere(path + ".gz"));
    }

    private static byte[]? LoadIfThere(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;
}
