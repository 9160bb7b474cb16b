using System.Text.Json;
using CleanLite.Application.Live;
using CleanLite.Domain.Live;

namespace CleanLite.Infrastructure.Tests.Live.Model;

/// <summary>A viewer that does as the contract says a client should, and checks every message that it gets.</summary>
internal sealed class ModelViewer(ModelWorld world)
{
    private LiveClient? _client;
    private MetricEpisode? _metrics;
    private EventEpisode? _events;
    private ChannelSubscription? _metricsAsked;
    private ChannelSubscription? _eventsAsked;
    private ModelWorld _world = world;
    private int _pings;

    public bool IsConnected => _client is not null;

    public bool HasMerged { get; private set; }

    public int Recoveries { get; private set; }

    public string State => $"{_metrics}; {_events}";

    /// <summary>Connects, with the positions that it has.</summary>
    public async Task ConnectAsync(ModelWorld world, ChannelSubscription metrics, ChannelSubscription events, int buffer)
    {
        _world = world;
        _metricsAsked = metrics;
        _eventsAsked = events;
        (_metrics, _events) = (null, null);
        _client = world.Rig.Connect([metrics, events], buffer);
        while (IsConnected && (_metrics is null || _events is null)) await ReadOneAsync();
    }

    public (StreamPosition? Metrics, StreamPosition? Events) Positions => (
        _metrics?.Position is { } metrics ? new StreamPosition(_world.Epoch, metrics) : null,
        _events is null ? null : new StreamPosition(_world.Epoch, _events.Position));

    public SeriesFilter? MetricFilter => _metrics?.Filter;

    public EventFilter? EventFilter => _events?.Filter;

    /// <summary>Reads all that the server had to say before it answers.</summary>
    public async Task ReadAsync()
    {
        var ping = $"p{++_pings}";
        if (IsConnected && await TrySendAsync($$"""{"id":"{{ping}}","action":"ping"}""")) await ReadToAsync("pong", ping);
    }

    public async Task ReadToEndAsync()
    {
        // Each answer is followed by a piece of whatever waits, so that this comes to an end.
        for (var tries = 0; IsConnected && !(_metrics!.IsComplete && _events!.IsComplete); tries++)
        {
            if (tries > 20_000) throw new TimeoutException($"It never got all: {State}");
            if (tries % 10 == 9) _world.Advance(TimeSpan.FromMilliseconds(250));
            await ReadAsync();
        }

        await ReadAsync();
        await ReadAsync();
        if (!IsConnected) return;
        _metrics!.IsComplete.ShouldBeTrue(State);
        _events!.IsComplete.ShouldBeTrue(State);
    }

    /// <summary>Subscribes to metrics anew, without a position: the new filter takes over where the old one ends.</summary>
    public async Task ResubscribeAsync(SeriesFilter filter, string filterJson, bool snapshot, int intervalMs)
    {
        _metricsAsked = new ChannelSubscription(LiveChannels.Metrics, filter, Domain.Live.EventFilter.All, null, snapshot, intervalMs);
        var command = $$"""{"id":"s{{++_pings}}","action":"subscribe","channel":"metrics","filter":{{filterJson}},"snapshot":{{(snapshot ? "true" : "false")}},"intervalMs":{{intervalMs}}}""";
        if (await TrySendAsync(command)) await ReadToAsync("subscribed", $"s{_pings}");
    }

    public async Task CutAsync()
    {
        _client?.Stream.Cut();
        if (_client is not null) await _client.Served;
        _client = null;
    }

    private async Task<bool> TrySendAsync(string command)
    {
        try
        {
            await _client!.SendAsync(command);
            return true;
        }
        catch (IOException)
        {
            await CutAsync();
            return false;
        }
    }

    private async Task ReadToAsync(string type, string id)
    {
        while (IsConnected)
        {
            var message = await ReadOneAsync();
            if (message is { } read && read.GetProperty("type").GetString() == type && read.TryGetProperty("id", out var got) && got.GetString() == id) return;
        }
    }

    private async Task<JsonElement?> ReadOneAsync()
    {
        string? text = null;
        try
        {
            text = await _client!.NextTextAsync();
        }
        catch (IOException)
        {
            // Cut while it answered a ping.
        }

        if (text is null)
        {
            await CutAsync();
            return null;
        }

        var message = JsonDocument.Parse(text).RootElement;
        Take(message);
        return message;
    }

    private void Take(JsonElement message)
    {
        switch (message.GetProperty("type").GetString())
        {
            case "subscribed": Subscribed(message); break;
            case "snapshot" or "metrics" or "merged":
                _metrics!.Take(message);
                HasMerged |= _metrics.HasMerged;
                break;
            case "event" or "lost": _events!.Take(message); break;
            case "heartbeat":
                _metrics!.TakePosition(message.GetProperty("offsets").GetProperty("metrics").GetInt64());
                _events!.TakePosition(message.GetProperty("offsets").GetProperty("events").GetInt64());
                break;
            case "error": throw new InvalidOperationException(message.GetRawText());
        }
    }

    private void Subscribed(JsonElement message)
    {
        message.GetProperty("epoch").GetString().ShouldBe(_world.Epoch);
        var (offset, recovered) = (message.GetProperty("offset").GetInt64(), message.GetProperty("recovered").GetBoolean());
        var isMetrics = message.GetProperty("channel").GetString() == LiveChannels.Metrics;
        var asked = isMetrics ? _metricsAsked! : _eventsAsked!;
        CheckRecovery(asked, isMetrics, offset, recovered);
        if (!isMetrics)
        {
            _events = new EventEpisode(_world, asked.Channel, asked.Events, offset);
            return;
        }

        // Taking over: the old subscription must have brought everything up to where the new one begins.
        _metrics?.TakePosition(offset);
        _metrics = new MetricEpisode(_world, asked.Series, asked.IntervalMs > 0, asked.Snapshot && !recovered, offset);
    }

    private void CheckRecovery(ChannelSubscription asked, bool isMetrics, long offset, bool recovered)
    {
        if (asked.Since is not { } since)
        {
            recovered.ShouldBeFalse();
            return;
        }

        var (newest, ring) = isMetrics
            ? (_world.Points, _world.Rig.Options.RingPoints)
            : (_world.Events, _world.Rig.Options.RingEvents);
        recovered.ShouldBe(since.Epoch == _world.Epoch && newest - since.Offset <= ring, $"since {since}, newest {newest}, ring {ring}");
        if (!recovered) return;
        offset.ShouldBe(since.Offset);
        Recoveries++;
    }
}
