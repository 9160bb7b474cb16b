using CleanLite.Load.Servers;

namespace CleanLite.Load.Peers;

/// <summary>A server that takes points by Prometheus' remote write, as Debian has it.</summary>
/// <param name="Program">The program, and the package that it comes in.</param>
/// <param name="Counter">Its own metric of the points that it took into its store.</param>
/// <param name="Arguments">What it is started with, given the address to listen on and an empty folder of its own.</param>
internal sealed record RemoteWritePeer(string Program, string Counter, Func<string, string, string[]> Arguments)
{
    public static readonly IReadOnlyList<RemoteWritePeer> All =
    [
        new("prometheus", "prometheus_tsdb_head_samples_appended_total", (address, folder) =>
        [
            $"--config.file={folder}/prometheus.yml", $"--storage.tsdb.path={folder}/data", $"--web.listen-address={address}", "--web.enable-remote-write-receiver",
        ]),

        // It would end connections that are two minutes old.
        new("victoria-metrics", "vm_rows_added_to_storage_total", (address, folder) =>
        [
            $"-httpListenAddr={address}", $"-storageDataPath={folder}/data", "-http.connTimeout=24h",
        ]),
    ];

    public string Name => $"{Program}, remote write";

    /// <summary>Why it cannot be measured here; null if it can.</summary>
    public string? Missing => Installed.Missing(Program);

    /// <summary>Starts it, on the server's core if <paramref name="pinned"/>.</summary>
    public async Task<RemoteWriteServer> StartAsync(bool pinned)
    {
        var address = $"127.0.0.1:{FreePorts.Take(1)[0]}";
        var folder = Directory.CreateTempSubdirectory("cleanlite-peer-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "prometheus.yml"), "scrape_configs: []\n");
        var process = ChildProcess.Start(pinned, new Dictionary<string, string>(), [Installed.Find(Program)!, .. Arguments(address, folder.FullName)]);
        var server = new RemoteWriteServer(process, new Uri($"http://{address}"), folder);
        try
        {
            await server.WaitUntilReadyAsync();
            return server;
        }
        catch (InvalidOperationException)
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
