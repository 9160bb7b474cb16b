using CleanLite.Agent;
using CleanLite.Faults.Histories;
using CleanLite.V1;

namespace CleanLite.Faults.Peers;

/// <summary>Executes every action by writing it down.</summary>
internal sealed class ActionRecorder(string agent, IHistory history) : IPushHandler
{
    public const string Action = "probe";

    public IReadOnlyCollection<string> Capabilities { get; } = [$"action:{Action}"];

    public ValueTask<PushAck> HandleAsync(Push push, CancellationToken cancellationToken)
    {
        history.Add(new Executed(agent, push.PushId));
        return new(new PushAck { State = PushAck.Types.State.Applied });
    }
}
