using CleanLite.Agent.Host;

namespace CleanLite.Agent;

/// <summary>
/// Reports the metrics of the Linux host it runs on under OpenTelemetry's names and units (semantic conventions, system metrics), and obeys the server within
/// the bounds of its options: configurations, sample requests, intervals, and the actions that are allowed.
/// </summary>
public sealed class HostAgent
{
    private readonly HostControl _control;
    private readonly AgentOptions _agent;

    /// <summary>Prepares to report. <see cref="AgentOptions.PushHandler"/> is this agent's own matter.</summary>
    /// <exception cref="ArgumentException">The options name a group that does not exist.</exception>
    public HostAgent(AgentOptions agent, HostOptions host)
    {
        _control = new HostControl(agent, host);
        _agent = agent with { PushHandler = _control };
    }

    /// <summary>
    /// Connects and reports until cancelled, or until the server has it restart; then it leaves politely and returns without an exception. True if it is to be
    /// started again: only if <see cref="HostOptions.AllowedActions"/> holds <c>restart</c>.
    /// </summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await using var client = new AgentClient(_agent);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reporting = _control.Attach(client).RunAsync(leaving.Token);
        await Task.WhenAny(reporting, _control.Restart);
        await leaving.CancelAsync();
        await reporting;
        return _control.Restart.IsCompleted && !cancellationToken.IsCancellationRequested;
    }
}
