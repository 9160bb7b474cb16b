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

    /// <summary>Hash of the configuration in force, as told in Hello; empty if there is none.</summary>
    string ConfigHash => "";

    /// <summary>How often the agent means to report now, as told in Hello; null: <see cref="AgentOptions.ReportInterval"/>.</summary>
    TimeSpan? ReportInterval => null;

    /// <summary>
    /// Handles one push and returns the answer; its push id is filled in by the caller. Acknowledgements of batches wait
    /// meanwhile, so return soon: answer APPLYING and work on elsewhere if it takes long. A configuration that came with Welcome is
    /// handed over as a push without an id.
    /// </summary>
    ValueTask<PushAck> HandleAsync(Push push, CancellationToken cancellationToken);

    /// <summary>The answer to a push waits to be sent: what must not happen before that may begin now.</summary>
    void Answered(PushAck answer)
    {
    }
}
