using CleanLite.Agent.Session;
using CleanLite.Faults.Histories;
using CleanLite.V1;

namespace CleanLite.Faults.Peers;

/// <summary>One link of an agent. A batch is written down before it is sent, an answer after it has come: a kill in between leaves it in doubt.</summary>
internal sealed class RecordingConnection(IAgentConnection inner, string agent, IHistory history, Action onGoodbye) : IAgentConnection
{
    private string _session = "";

    public Task SendAsync(AgentMessage message, CancellationToken cancellationToken)
    {
        if (message.Hello is { } hello) _session = hello.SessionId;
        if (message.Batch is { } batch) history.Add(new Sent(agent, _session, batch.Sequence, [.. batch.Series.SelectMany(SamplesOf)]));
        return inner.SendAsync(message, cancellationToken);
    }

    public async Task<ServerMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var message = await inner.ReceiveAsync(cancellationToken);
        switch (message?.BodyCase)
        {
            case ServerMessage.BodyOneofCase.Welcome:
                history.Add(new Welcomed(agent, _session, message.Welcome.ServerTimeUnixMs, message.Welcome.LastSequence));
                break;
            case ServerMessage.BodyOneofCase.Ack:
                history.Add(ToEntry(message.Ack));
                break;
            case ServerMessage.BodyOneofCase.Goodbye:
                history.Add(new Dismissed(agent, message.Goodbye.Reason.ToString()));
                onGoodbye();
                break;
        }

        return message;
    }

    public Task CompleteAsync() => inner.CompleteAsync();

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private Acked ToEntry(Ack ack)
    {
        var result = ack.Result ?? new BatchResult();
        return new Acked(
            agent, _session, ack.Sequence, ack.LastSequence, result.Status.ToString(), result.AcceptedPoints, result.DuplicatePoints, result.LatePoints, result.RejectedPoints);
    }

    private IEnumerable<Sample> SamplesOf(TimeSeries series)
    {
        var name = $"{agent}/{series.Labels["series"]}";
        return series.Timestamps.Zip(series.Values, (timestamp, value) => new Sample(name, timestamp, value));
    }
}
