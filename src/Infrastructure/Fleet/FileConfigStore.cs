using System.Text.Json;
using CleanLite.Application.Fleet;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>Keeps the configurations in one JSON file. It is written beside itself and then put in place, so that a crash leaves the old file or the new one.</summary>
internal sealed class FileConfigStore(string path) : IConfigStore
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public async ValueTask<IReadOnlyList<DesiredConfig>> LoadAsync(CancellationToken cancellation)
    {
        if (!File.Exists(path)) return [];
        try
        {
            var file = File.OpenRead(path);
            await using (file.ConfigureAwait(false))
            {
                var kept = await JsonSerializer.DeserializeAsync<KeptConfigs>(file, Json, cancellation).ConfigureAwait(false);
                return [.. (kept?.Configs ?? throw new FormatException($"{path} holds no configurations.")).Select(c => c.Read())];
            }
        }
        catch (JsonException e)
        {
            throw new FormatException($"{path} is not what was written: {e.Message}", e);
        }
    }

    public async ValueTask SaveAsync(IReadOnlyList<DesiredConfig> configs, CancellationToken cancellation)
    {
        var whole = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        var beside = whole + ".new";
        var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None);
        await using (file.ConfigureAwait(false))
        {
            await JsonSerializer.SerializeAsync(file, new KeptConfigs([.. configs.Select(KeptConfig.Of)]), Json, cancellation).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, whole, overwrite: true);
    }

    public void SetAside()
    {
        if (File.Exists(path)) File.Move(path, path + ".unreadable", overwrite: true);
    }
}
