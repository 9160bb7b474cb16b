using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using Wire = CleanLite.V1;

namespace CleanLite.Api.Fleet;

/// <summary>Pushes as messages, and the answers to them as commands (agent.proto, "push").</summary>
internal static class PushMessages
{
    public static Wire.ServerMessage Push(Push push)
    {
        var message = new Wire.Push { PushId = push.Id, ExpiresUnixMs = push.ExpiresUnixMs };
        switch (push.Body)
        {
            case PushBody.NewConfig change:
                message.ConfigChanged = new Wire.ConfigChanged { Config = change.Config.ToMessage(), Reason = change.Reason };
                break;
            case PushBody.SampleRequest request:
                message.SampleRequest = new Wire.SampleRequest { RequestId = request.RequestId, Metrics = { request.Metrics }, Limit = (uint)request.Limit };
                break;
            case PushBody.Action action:
                message.Action = new Wire.AgentAction { Name = action.Name, Arguments = { action.Arguments.ToDictionary() } };
                break;
            case PushBody.ReportInterval interval:
                message.ReportInterval = new Wire.ReportInterval { IntervalMs = (uint)interval.IntervalMs, LeaseMs = (uint)interval.LeaseMs };
                break;
        }

        return new Wire.ServerMessage { Push = message };
    }

    public static Wire.AgentConfig ToMessage(this AgentConfig config) => new()
    {
        Hash = config.Hash,
        ReportIntervalMs = (uint)config.ReportIntervalMs,
        Collect = { config.Collect },
        Settings = { config.Settings.ToDictionary() },
    };

    public static AcknowledgePushCommand ToCommand(Wire.PushAck ack, AgentConnection from) =>
        new(from, ack.PushId, (PushState)ack.State, ack.Detail, ack.ConfigHash);

    public static AnswerSampleCommand ToCommand(Wire.SampleResult result, AgentConnection from) =>
        new(from, result.RequestId, [.. result.Series.Select(DraftOf)], result.Error);

    private static SampleDraft DraftOf(Wire.TimeSeries series)
    {
        var kind = (MetricKind)series.Kind;
        var labels = series.Labels.Select(l => new Label(l.Key, l.Value)).ToArray();
        var draft = new SeriesDraft(series.Metric, labels, series.Unit, Enum.IsDefined(kind) ? kind : MetricKind.Unspecified);
        return new SampleDraft(draft, series.Timestamps, series.Values);
    }
}
