using CleanLite.Load.Measure;
using CleanLite.Load.Servers;

namespace CleanLite.Load.Scenarios;

/// <summary>People with the operations figures open: each asks once a second on a connection of its own, one endpoint after the other.</summary>
internal sealed class Readers : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly string[] Paths = ["/api/v1/system/metrics", "/api/v1/system/events?limit=100", "/api/v1/system/active-requests?limit=100"];

    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Task _running;
    private int _failures;
    private long _answers;

    public Readers(IServer server, int count) =>
        _running = Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => ReadAsync(server, i, Every * i / count))));

    public Histogram Delays { get; } = new();

    public long Answers => Interlocked.Read(ref _answers);

    public int Failures => Volatile.Read(ref _failures);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync(IServer server, int turn, TimeSpan offset)
    {
        try
        {
            await Task.Delay(offset, _stop.Token);
            using var clock = new PeriodicTimer(Every);
            do
            {
                var start = LoadClock.NowUs;
                await ReadOneAsync(new Uri(server.Http, Paths[turn++ % Paths.Length]));
                lock (Delays) Delays.Record(LoadClock.NowUs - start);
                Interlocked.Increment(ref _answers);
            }
            while (await clock.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The end of the measurement.
        }
    }

    private async Task ReadOneAsync(Uri address)
    {
        try
        {
            using var answer = await _client.GetAsync(address, _stop.Token);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync(_stop.Token);
        }
        catch (HttpRequestException)
        {
            Interlocked.Increment(ref _failures);
        }
    }
}
