using System.Diagnostics.CodeAnalysis;
using CleanLite.Domain.Live;

namespace CleanLite.Application.Live;

/// <summary>The query of <c>/live</c>: what a viewer subscribes to at connect (live.md, section 2). Unknown parameters are ignored.</summary>
public static class LiveQuery
{
    private const string LabelPrefix = "label.";

    /// <summary>Takes the query's parameters, or says in <paramref name="fault"/> what is wrong with them.</summary>
    public static bool TryParse(
        IEnumerable<KeyValuePair<string, string>> query,
        [NotNullWhen(true)] out IReadOnlyList<ChannelSubscription>? subscriptions,
        [NotNullWhen(false)] out LiveFault? fault)
    {
        subscriptions = null;
        var fields = new Fields();
        foreach (var (key, value) in query)
        {
            fault = fields.Take(key, value);
            if (fault is not null) return false;
        }

        return fields.TryBuild(out subscriptions, out fault);
    }

    private sealed class Fields
    {
        private readonly FilterFields _filter = new();
        private readonly List<string> _channels = [];
        private bool _none;
        private StreamPosition? _since;
        private bool _snapshot = true;
        private int _intervalMs;

        public LiveFault? Take(string key, string value)
        {
            switch (key)
            {
                case "channels": return TakeChannels(value);
                case "agent": _filter.AddAgent(value); break;
                case "metric": _filter.AddMetric(value); break;
                case "type": _filter.AddType(value); break;
                case "severity": _filter.AddSeverity(value); break;
                case "since": return TakeSince(value);
                case "snapshot": return TakeSnapshot(value);
                case "intervalMs": return TakeInterval(value);
                case not null when key.StartsWith(LabelPrefix, StringComparison.Ordinal) && key.Length > LabelPrefix.Length:
                    _filter.AddLabel(key[LabelPrefix.Length..], value);
                    break;
            }

            return null;
        }

        public bool TryBuild(
            [NotNullWhen(true)] out IReadOnlyList<ChannelSubscription>? subscriptions, [NotNullWhen(false)] out LiveFault? fault)
        {
            if (_channels.Count == 0 && !_none) _channels.Add(LiveChannels.Metrics);
            try
            {
                var (series, events) = (_filter.ToSeriesFilter(), _filter.ToEventFilter());
                subscriptions = [.. _channels.Select(c => new ChannelSubscription(c, series, events, _since, _snapshot, _intervalMs))];
                fault = null;
                return true;
            }
            catch (FormatException refused)
            {
                subscriptions = null;
                fault = new LiveFault(LiveFault.BadField, refused.Message);
                return false;
            }
        }

        private LiveFault? TakeChannels(string value)
        {
            foreach (var name in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (name == "none") _none = true;
                else if (!LiveChannels.IsKnown(name)) return LiveFault.NoChannel(name);
                else if (!_channels.Contains(name)) _channels.Add(name);
            }

            return null;
        }

        private LiveFault? TakeSince(string value)
        {
            if (!StreamPosition.TryParse(value, out var position))
                return Bad("since", value, "it takes <epoch>:<offset>");
            _since = position;
            return null;
        }

        private LiveFault? TakeSnapshot(string value)
        {
            if (!bool.TryParse(value, out _snapshot)) return Bad("snapshot", value, "it takes true or false");
            return null;
        }

        private LiveFault? TakeInterval(string value)
        {
            var taken = Domain.Text.TryNumber(value, out _intervalMs);
            return taken && _intervalMs <= ChannelSubscription.MaxIntervalMs
                ? null
                : Bad("intervalMs", value, $"it takes 0 to {ChannelSubscription.MaxIntervalMs}");
        }

        private static LiveFault Bad(string key, string value, string allowed) =>
            new(LiveFault.BadField, $"The parameter {key} is '{Domain.Text.Excerpt(value)}'; {allowed}.");
    }
}
