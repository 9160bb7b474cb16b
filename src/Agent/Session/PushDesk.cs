using CleanLite.V1;

namespace CleanLite.Agent.Session;

/// <summary>Takes pushes to the handler that announced their kind; all others are answered UNSUPPORTED here.</summary>
internal sealed class PushDesk(IPushHandler? handler)
{
    public IReadOnlyCollection<string> Capabilities { get; } = handler?.Capabilities ?? [];

    public async ValueTask<PushAck> AnswerAsync(Push push, CancellationToken cancellationToken)
    {
        var kind = KindOf(push);
        var answer = handler is not null && Capabilities.Contains(kind)
            ? await HandleAsync(handler, push, cancellationToken)
            : Answer(PushAck.Types.State.Unsupported, $"This agent does not take pushes of kind '{kind}'.");
        answer.PushId = push.PushId;
        return answer;
    }

    /// <summary>Hash of the configuration in force.</summary>
    public string ConfigHash => handler?.ConfigHash ?? "";

    /// <summary>How often the agent means to report, if its handler says so.</summary>
    public TimeSpan? ReportInterval => handler?.ReportInterval;

    /// <summary>Takes the configuration of a Welcome to the handler; null if it does not understand any.</summary>
    public async ValueTask<PushAck?> WelcomeAsync(AgentConfig config, CancellationToken cancellationToken) => Capabilities.Contains("config")
        ? await AnswerAsync(new Push { ConfigChanged = new ConfigChanged { Config = config, Reason = "welcome" } }, cancellationToken)
        : null;

    /// <summary>The answer waits to be sent.</summary>
    public void Answered(PushAck answer) => handler?.Answered(answer);

    private static async ValueTask<PushAck> HandleAsync(IPushHandler handler, Push push, CancellationToken cancellationToken)
    {
        try
        {
            return await handler.HandleAsync(push, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return Answer(PushAck.Types.State.Failed, exception.Message);
        }
    }

    private static PushAck Answer(PushAck.Types.State state, string detail) => new() { State = state, Detail = detail };

    private static string KindOf(Push push) => push.BodyCase switch
    {
        Push.BodyOneofCase.ConfigChanged => "config",
        Push.BodyOneofCase.SampleRequest => "sample",
        Push.BodyOneofCase.ReportInterval => "interval",
        Push.BodyOneofCase.Action => $"action:{push.Action.Name}",
        _ => "unknown",
    };
}
