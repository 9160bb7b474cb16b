using System.Text.Json;
using CleanLite.Load.Measure;
using CleanLite.Load.Servers;

namespace CleanLite.Load.Scenarios;

/// <summary>The event log of a server on the disk, with a retention so short that a soak fills it several times over.</summary>
internal sealed class KeptLog : IDisposable
{
    private const int MaxEvents = 500;
    private const int MaxFileBytes = 1024 * 1024;

    // docs/activity.md: what is written gathers beside the file and is moved into it every second; that much of it stays.
    private const int MaxJournalBytes = 4 * 1024 * 1024;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cleanlite-load-");

    public string[] Settings =>
    [
        $"--CleanLite:Activity:Path={Path.Combine(_folder.FullName, "activity.db")}",
        $"--CleanLite:Activity:MaxEvents={MaxEvents}",
        $"--CleanLite:Activity:MaxFileBytes={MaxFileBytes}",
    ];

    public async Task JudgeAsync(Marks marks, IServer server)
    {
        var metrics = await MetricsPage.ReadAsync(server);
        using var http = new HttpClient { BaseAddress = server.Http };
        using var page = JsonDocument.Parse(await http.GetStringAsync("/api/v1/events?limit=1000"));
        marks.Note("events logged", metrics.Sum("cleanlite_activity_stored_total"));
        marks.AtMost("events kept", page.RootElement.GetProperty("items").GetArrayLength(), MaxEvents);
        marks.AtMost("bytes of the log's files", _folder.EnumerateFiles().Sum(f => f.Length), MaxFileBytes + MaxJournalBytes);
        marks.None("events lost by the log", metrics.Sum("cleanlite_activity_lost_total"));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
