using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CleanLite.Load.Servers;

namespace CleanLite.Load.Peers;

/// <summary>Such a server's process, its door, and the folder that is deleted with it.</summary>
internal sealed class RemoteWriteServer(ChildProcess process, Uri http, DirectoryInfo folder) : IAsyncDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = http };

    public int Pid => process.Pid;

    public Uri Http => http;

    /// <summary>Waits until it says that it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended, or a minute went by.</exception>
    public async Task WaitUntilReadyAsync()
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience && !process.HasExited; await Task.Delay(Again))
        {
            try
            {
                using var answer = await _client.GetAsync("/-/ready");
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }

        throw new InvalidOperationException($"a peer did not come up:{Environment.NewLine}{string.Join(Environment.NewLine, process.Lines)}");
    }

    /// <summary>What it says of itself: the sum of a metric of its own over all labels.</summary>
    public async Task<double> CountAsync(string metric) => (await _client.GetStringAsync("/metrics")).Split('\n')
        .Where(l => l.StartsWith(metric, StringComparison.Ordinal) && l[metric.Length] is ' ' or '{')
        .Sum(l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    /// <summary>
    /// Waits until a query finds <paramref name="points"/> points of a metric between two times, Unix milliseconds; false if it does not within ten seconds.
    /// </summary>
    public async Task<bool> WaitForAsync(string metric, long first, long last, long points)
    {
        var (at, seconds) = ((last / 1000) + 1, ((last - first) / 1000) + 3);
        var query = $"/api/v1/query?nocache=1&time={at}&query={Uri.EscapeDataString($"sum(count_over_time({metric}[{seconds}s]))")}";
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(10); await Task.Delay(Again))
        {
            if (FirstOf(await _client.GetStringAsync(query)) == points) return true;
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await process.DisposeAsync();
        folder.Delete(recursive: true);
    }

    // {"data":{"result":[{"value":[<time>,"<figure>"]}]}}; no result is a nought.
    private static double FirstOf(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        var result = json.RootElement.GetProperty("data").GetProperty("result");
        return result.GetArrayLength() == 0 ? 0 : double.Parse(result[0].GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
    }
}
