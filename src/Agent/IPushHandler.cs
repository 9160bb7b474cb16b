using CleanLite.V1;

namespace CleanLite.Agent;

/// <summary>Answers what the server pushes to this agent.</summary>
public interface IPushHandler
{
    /// <summary>
    /// The kinds that it understands, as announced in Hello: <c>config</c>, <c>sample</c>, <c>interval</c>, <c>action:restart</c>.
    /// A push of another kind never reaches <see cref="HandleAsync"/>.
    /// </summary>
    IReadOnlyCollection<string> Capabilities { get; }

    /// <summary>
    /// Handles one push and returns the answer; its push id is filled in by the caller. Acknowledgements of batches wait
    /// meanwhile, so return soon: answer APPLYING and work on elsewhere if it takes long.
    /// </summary>
    ValueTask<PushAck> HandleAsync(Push push, CancellationToken cancellationToken);
}
