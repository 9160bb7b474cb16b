using CleanLite.Load.Measure;
using CleanLite.Load.Servers;
using CleanLite.Load.Viewers;

namespace CleanLite.Load.Scenarios;

/// <summary>Somebody who comes anew five times a second: asks for the server's health, and opens <c>/live</c> and leaves.</summary>
internal sealed class Prober : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Task _running;

    public Prober(IServer server) => _running = Task.Run(() => RunAsync(server));

    public Histogram Health { get; } = new();

    public Histogram Live { get; } = new();

    public int Failures { get; private set; }

    public void Dispose()
    {
        _stop.Cancel();
        ((IAsyncResult)_running).AsyncWaitHandle.WaitOne();
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(IServer server)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var start = LoadClock.NowUs;
                using var answer = await _client.GetAsync(new Uri(server.Http, "/health/live"), _stop.Token);
                answer.EnsureSuccessStatusCode();
                Health.Record(LoadClock.NowUs - start);

                start = LoadClock.NowUs;
                var (socket, _) = await Handshake.OpenAsync(server.Http, "/live?channels=none", null, _stop.Token);
                Live.Record(LoadClock.NowUs - start);
                socket.Dispose();
                await Task.Delay(Every, _stop.Token);
            }
            catch (Exception e) when (e is HttpRequestException or InvalidDataException or IOException or System.Net.Sockets.SocketException or OperationCanceledException)
            {
                if (!_stop.IsCancellationRequested) Failures++;
            }
        }
    }
}
