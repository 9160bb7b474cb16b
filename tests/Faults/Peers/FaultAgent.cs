using System.Globalization;
using CleanLite.Agent;
using CleanLite.Agent.Session;
using CleanLite.Faults.Histories;
using CleanLite.V1;

namespace CleanLite.Faults.Peers;

/// <summary>An agent of the product's own library that reports points whose values count upwards, and an event now and then.</summary>
internal sealed class FaultAgent : IAsyncDisposable
{
    private const int SeriesCount = 3;

    private readonly FaultAgentPlan _plan;
    private readonly AgentClient _client;
    private readonly RecordingTransport _transport;
    private readonly MetricSeries[] _series;
    private readonly long[] _newest = new long[SeriesCount];
    private readonly CancellationTokenSource _quiet = new();
    private readonly Task _reporting;
    private double _value;

    public FaultAgent(FaultAgentPlan plan, IHistory history)
    {
        _plan = plan;
        _value = plan.FirstValue;
        _series = [.. Enumerable.Range(0, SeriesCount).Select(i =>
            new MetricSeries("fault.value", MetricKind.Counter, "1", ("series", i.ToString(CultureInfo.InvariantCulture))))];
        var options = new AgentOptions
        {
            Server = plan.Server,
            AgentId = plan.Id,
            ReportInterval = TimeSpan.FromMilliseconds(100),
            MinBackoff = TimeSpan.FromMilliseconds(50),
            MaxBackoff = TimeSpan.FromMilliseconds(400),
            ConnectTimeout = TimeSpan.FromSeconds(2),
            WriteTimeout = TimeSpan.FromSeconds(2),
            TimeProvider = new AgentTime(plan.TimestampOf),
            PushHandler = new ActionRecorder(plan.Id, history),
        };
        _transport = new RecordingTransport(new GrpcTransport(options), plan.Id, history);
        _client = new AgentClient(options, _transport);
        _reporting = ReportAsync();
    }

    public string Id => _plan.Id;

    /// <summary>State and counters of the library.</summary>
    public AgentStatus Status => _client.Status;

    /// <summary>How often the server said Goodbye to it.</summary>
    public int Goodbyes => _transport.Goodbyes;

    /// <summary>Reports nothing more; what waits is still sent.</summary>
    public async Task QuietenAsync()
    {
        await _quiet.CancelAsync();
        await _reporting;
    }

    public async ValueTask DisposeAsync()
    {
        await QuietenAsync();
        await _client.DisposeAsync();
        _quiet.Dispose();
    }

    private async Task ReportAsync()
    {
        var random = new Random(_plan.Seed);
        var points = new List<MetricPoint>();
        for (var tick = 1; !_quiet.IsCancellationRequested; tick++)
        {
            points.Clear();
            for (var i = 0; i < SeriesCount; i++)
            {
                for (var count = random.Next(1, 4) * _plan.Weight; count > 0; count--) points.Add(new MetricPoint(_series[i], NextTimestamp(i), ++_value));
            }

            _client.TryReport(points.ToArray());
            if (tick % 10 == 0) _client.SendEvent(new AgentEvent { Type = "task.created", Subject = _plan.Id, Message = $"tick {tick}" });
            await Task.Delay(_plan.Pace, _quiet.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private long NextTimestamp(int series) => _newest[series] = Math.Max(_plan.TimestampOf(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()), _newest[series] + 1);
}
