using System.Text.Json;
using CleanLite.Domain;
using CleanLite.Domain.Live;

namespace CleanLite.Application.Live;

/// <summary>Reads a viewer's commands. Unknown fields are ignored; whatever else is wrong becomes a <see cref="FaultyCommand"/>.</summary>
public static class LiveCommandReader
{
    /// <summary>The deepest nesting of a command.</summary>
    public const int MaxDepth = 16;

    /// <summary>The longest id, in characters of its JSON text.</summary>
    public const int MaxIdLength = 128;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>Reads one message. Does not throw for anything that it holds.</summary>
    public static LiveCommand Read(ReadOnlyMemory<byte> message)
    {
        string? id = null;
        try
        {
            using var document = JsonDocument.Parse(message, Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return new FaultyCommand(null, new LiveFault(LiveFault.Malformed, "A command is a JSON object."));
            id = IdOf(document.RootElement);
            return CommandOf(document.RootElement, id);
        }
        catch (JsonException wrong)
        {
            var at = wrong.LineNumber is null ? "" : $" at line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine}";
            return new FaultyCommand(null, new LiveFault(LiveFault.Malformed, $"The command is not JSON of at most {MaxDepth} levels{at}."));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape: JSON lets it pass, text does not.
            return new FaultyCommand(id, new LiveFault(LiveFault.Malformed, "A string of the command holds half of a surrogate pair."));
        }
        catch (FormatException refused)
        {
            return new FaultyCommand(id, new LiveFault(LiveFault.BadField, refused.Message));
        }
    }

    private static string? IdOf(JsonElement command)
    {
        if (!TryGet(command, "id", out var id)) return null;
        if (id.ValueKind is not (JsonValueKind.Number or JsonValueKind.String)) throw new FormatException("The id is a number or a string.");
        var text = id.GetRawText();
        return text.Length <= MaxIdLength
            ? text
            : throw new FormatException($"The id has {text.Length} characters; at most {MaxIdLength} are allowed.");
    }

    private static LiveCommand CommandOf(JsonElement command, string? id)
    {
        var action = StringOf(command, "action");
        switch (action)
        {
            case "subscribe":
            case "unsubscribe":
                var channel = StringOf(command, "channel") ?? throw new FormatException("The field channel is missing.");
                if (!LiveChannels.IsKnown(channel)) return new FaultyCommand(id, LiveFault.NoChannel(channel));
                return action == "subscribe"
                    ? new SubscribeCommand(id, SubscriptionOf(command, channel))
                    : new UnsubscribeCommand(id, channel);
            case "ping":
                return new PingCommand(id);
            case "call":
                return new CallCommand(id, StringOf(command, "method") ?? throw new FormatException("The field method is missing."));
            case null:
                throw new FormatException("The field action is missing.");
            default:
                var message = $"There is no action '{Text.Excerpt(action)}'. Actions: subscribe, unsubscribe, ping, call.";
                return new FaultyCommand(id, new LiveFault(LiveFault.UnknownAction, message));
        }
    }

    private static ChannelSubscription SubscriptionOf(JsonElement command, string channel)
    {
        var fields = FieldsOf(command);
        return new ChannelSubscription(
            channel, fields.ToSeriesFilter(), fields.ToEventFilter(), SinceOf(command), SnapshotOf(command), IntervalOf(command));
    }

    private static FilterFields FieldsOf(JsonElement command)
    {
        var fields = new FilterFields();
        if (!TryGet(command, "filter", out var filter)) return fields;
        Demand(filter, JsonValueKind.Object, "filter", "an object");
        foreach (var agent in Patterns(filter, "agents")) fields.AddAgent(agent);
        foreach (var metric in Patterns(filter, "metrics")) fields.AddMetric(metric);
        foreach (var type in Patterns(filter, "types")) fields.AddType(type);
        foreach (var severity in Patterns(filter, "severities")) fields.AddSeverity(severity);
        if (!TryGet(filter, "labels", out var labels)) return fields;

        Demand(labels, JsonValueKind.Object, "labels", "an object");
        foreach (var label in labels.EnumerateObject())
        {
            foreach (var pattern in PatternsOf(label.Value, "labels")) fields.AddLabel(label.Name, pattern);
        }

        return fields;
    }

    private static IEnumerable<string> Patterns(JsonElement filter, string name) =>
        TryGet(filter, name, out var list) ? PatternsOf(list, name) : [];

    private static IEnumerable<string> PatternsOf(JsonElement list, string name)
    {
        Demand(list, JsonValueKind.Array, name, "a list of patterns");
        foreach (var pattern in list.EnumerateArray())
        {
            Demand(pattern, JsonValueKind.String, name, "a list of patterns");
            yield return pattern.GetString()!;
        }
    }

    private static StreamPosition? SinceOf(JsonElement command)
    {
        if (!TryGet(command, "since", out var since)) return null;
        Demand(since, JsonValueKind.Object, "since", "an object with epoch and offset");
        var epoch = StringOf(since, "epoch");
        var taken = TryGet(since, "offset", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var offset)
            ? offset
            : -1;
        return epoch is { Length: > 0 and <= StreamPosition.MaxEpochLength } && taken >= 0
            ? new StreamPosition(epoch, taken)
            : throw new FormatException("The field since takes an epoch and an offset from 0.");
    }

    private static bool SnapshotOf(JsonElement command)
    {
        if (!TryGet(command, "snapshot", out var snapshot)) return true;
        return snapshot.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? snapshot.GetBoolean()
            : throw new FormatException("The field snapshot takes true or false.");
    }

    private static int IntervalOf(JsonElement command)
    {
        if (!TryGet(command, "intervalMs", out var interval)) return 0;
        return interval.ValueKind == JsonValueKind.Number && interval.TryGetInt32(out var ms) && ms is >= 0 and <= ChannelSubscription.MaxIntervalMs
            ? ms
            : throw new FormatException($"The field intervalMs takes 0 to {ChannelSubscription.MaxIntervalMs}.");
    }

    private static string? StringOf(JsonElement element, string name)
    {
        if (!TryGet(element, name, out var value)) return null;
        Demand(value, JsonValueKind.String, name, "a string");
        return value.GetString();
    }

    /// <summary>A field that is null counts as absent.</summary>
    private static bool TryGet(JsonElement element, string name, out JsonElement value) =>
        element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    private static void Demand(JsonElement element, JsonValueKind kind, string name, string takes)
    {
        if (element.ValueKind != kind) throw new FormatException($"The field {name} takes {takes}.");
    }
}
