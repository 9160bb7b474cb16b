using CleanLite.Agent.Host;

namespace CleanLite.Agent;

/// <summary>
/// Reports the metrics of the Linux host it runs on through an <see cref="AgentClient"/>, under OpenTelemetry's names and units
/// (semantic conventions, system metrics).
/// </summary>
public sealed class HostAgent
{
    private readonly ReportLoop _loop;

    /// <summary>Prepares to report; the client stays the caller's and is not disposed here.</summary>
    /// <exception cref="ArgumentException">The options name a group that does not exist.</exception>
    public HostAgent(AgentClient client, HostOptions options) => _loop = new ReportLoop(client, options.NewSampler(client.Options));

    /// <summary>Reports at <see cref="AgentOptions.ReportInterval"/> until cancelled; then it returns without an exception.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _loop.RunAsync(cancellationToken);
}
