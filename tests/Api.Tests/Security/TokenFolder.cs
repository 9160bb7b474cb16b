namespace CleanLite.Api.Tests.Security;

/// <summary>A folder for tokens, settings and certificates that a test changes while the server runs.</summary>
internal sealed class TokenFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("cleanlite-secrets-").FullName;

    /// <summary>What its files hold, byte by byte as Latin-1, so that any of it can be searched.</summary>
    public IReadOnlyList<string> Contents => [.. Directory.EnumerateFiles(_path).Select(f => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(f)))];

    public string PathOf(string name) => Path.Combine(_path, name);

    public string Write(string name, string content)
    {
        File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(PathOf(name), content);
        return PathOf(name);
    }

    public void Delete(string name) => File.Delete(PathOf(name));

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
