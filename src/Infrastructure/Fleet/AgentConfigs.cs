using CleanLite.Application.Fleet;
using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using Microsoft.Extensions.Logging;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>The configurations in memory, and their way to the store: one writer at a time, and who comes while it writes shares the next write.</summary>
internal sealed partial class AgentConfigs(IConfigStore store, FleetOptions fleet, ILogger<AgentConfigs> logger) : IAgentConfigs, IHealthProbe, IDisposable
{
    private readonly Lock _sync = new();
    private readonly Dictionary<AgentId, DesiredConfig> _agents = [];
    private readonly Dictionary<LabelSet, (DesiredConfig Desired, long Order)> _groups = [];
    private readonly SemaphoreSlim _writing = new(1, 1);
    private long _changes;
    private long _saved;
    private volatile string? _trouble;

    public string Name => "configs";

    /// <summary>How many are set, those of agents and of groups.</summary>
    public int Count
    {
        get
        {
            lock (_sync) return _agents.Count + _groups.Count;
        }
    }

    public DesiredConfig? For(AgentId agent, LabelSet labels)
    {
        lock (_sync)
        {
            return _agents.GetValueOrDefault(agent)
                ?? _groups.Values.Where(g => g.Desired.Covers(labels)).OrderByDescending(g => g.Desired.Group.Count).ThenByDescending(g => g.Order).FirstOrDefault().Desired;
        }
    }

    public bool TrySet(DesiredConfig desired)
    {
        lock (_sync)
        {
            var isNew = desired.Agent is { } id ? !_agents.ContainsKey(id) : !_groups.ContainsKey(desired.Group);
            if (isNew && _agents.Count + _groups.Count >= fleet.MaxConfigs) return false;
            _changes++;
            if (desired.Agent is { } agent) _agents[agent] = desired;
            else _groups[desired.Group] = (desired, _changes);
            return true;
        }
    }

    public bool TryRemove(AgentId agent)
    {
        lock (_sync)
        {
            if (!_agents.Remove(agent)) return false;
            _changes++;
            return true;
        }
    }

    public async ValueTask<bool> SaveAsync()
    {
        var wanted = Interlocked.Read(ref _changes);
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            return _saved >= wanted || await WriteAsync().ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Takes what was kept when the server last ran. What cannot be read is put aside, so that nothing is lost by writing over it.</summary>
    public async ValueTask RestoreAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var desired in await store.LoadAsync(cancellation).ConfigureAwait(false))
            {
                if (!TrySet(desired)) TooMany(logger, fleet.MaxConfigs);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            _trouble = "What was kept could not be read; it was put aside.";
            NotRead(logger, e);
            store.SetAside();
        }
    }

    public HealthReading Read() => _trouble is { } trouble
        ? HealthReading.Degraded(trouble)
        : HealthReading.Healthy($"{Count} configurations are set.");

    public void Dispose() => _writing.Dispose();

    [LoggerMessage(2301, LogLevel.Error, "The configurations of agents could not be read; they are put aside and the server starts without them")]
    private static partial void NotRead(ILogger logger, Exception exception);

    [LoggerMessage(2302, LogLevel.Error, "The configurations of agents could not be kept: {Reason}; they hold until the server stops")]
    private static partial void NotKept(ILogger logger, string reason);

    [LoggerMessage(2303, LogLevel.Warning, "More configurations were kept than the {Limit} that are allowed; one was left out")]
    private static partial void TooMany(ILogger logger, int limit);

    // To the end, whoever asked for it: half of them cancelled would leave the disk behind the memory.
    private async ValueTask<bool> WriteAsync()
    {
        var (all, changes) = Snapshot();
        try
        {
            await store.SaveAsync(all, CancellationToken.None).ConfigureAwait(false);
            (_saved, _trouble) = (changes, null);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _trouble = "The configurations could not be kept; they hold until the server stops.";
            NotKept(logger, e.Message);
            return false;
        }
    }

    private (List<DesiredConfig> All, long Changes) Snapshot()
    {
        lock (_sync) return ([.. _agents.Values, .. _groups.Values.OrderBy(g => g.Order).Select(g => g.Desired)], _changes);
    }
}
