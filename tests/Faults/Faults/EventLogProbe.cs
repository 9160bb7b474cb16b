using System.Text.Json;
using CleanLite.Faults.Runs;

namespace CleanLite.Faults.Faults;

/// <summary>Remembers events that the server served, and holds against them what it serves later.</summary>
internal sealed class EventLogProbe(World world)
{
    private readonly Dictionary<string, string> _byId = [];
    private readonly Dictionary<long, string> _idAt = [];

    /// <summary>Remembers what is served now. An event that was known must not have changed.</summary>
    public async Task ReadAsync()
    {
        foreach (var (offset, id, text) in await ServedAsync())
        {
            if (_byId.TryAdd(id, text)) _idAt[offset] = id;
            else if (_byId[id] != text) world.Judge("the log serves no wrong history", false, $"{text} was {_byId[id]}");
        }
    }

    /// <summary>The same where the server may have no room for an answer.</summary>
    public async Task TryReadAsync()
    {
        try
        {
            await ReadAsync();
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // Nothing was served, so nothing wrong was.
        }
    }

    /// <summary>After a restart: everything that was known before is still there, under the same number.</summary>
    public async Task JudgeKeptAsync()
    {
        var served = (await ServedAsync()).ToDictionary(e => e.Offset, e => e.Id);
        var oldest = served.Count == 0 ? long.MaxValue : served.Keys.Min();
        var missing = _idAt.Where(known => known.Key >= oldest && served.GetValueOrDefault(known.Key) != known.Value).Select(known => known.Key).Order().ToList();
        world.Judge("the log keeps what it had", missing.Count == 0 && served.Count > 0, $"{missing.Count} of {_idAt.Count} events are gone, from {missing.FirstOrDefault()}");
        world.Judge("the log is sound", Directory.GetFiles(world.Server.Folder, "*.damaged-*").Length == 0, "it was set aside as damaged");
        await ReadAsync();
    }

    private async Task<List<(long Offset, string Id, string Text)>> ServedAsync() =>
        [.. (await world.Server.GetAsync("api/v1/events?limit=1000", default)).GetProperty("items").EnumerateArray().Select(Read)];

    private static (long Offset, string Id, string Text) Read(JsonElement item) =>
        (item.GetProperty("offset").GetInt64(), item.GetProperty("id").GetString()!, item.GetRawText());
}
