using Microsoft.Extensions.Logging;

namespace CleanLite.Agent.Commands;

/// <summary>Reports until it is told to stop, then leaves politely.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(Arguments arguments, ILogger log, TimeProvider time, CancellationToken cancellationToken)
    {
        var options = new AgentOptions
        {
            Server = arguments.Server,
            AgentId = arguments.Name,
            Labels = arguments.Labels,
            ReportInterval = arguments.Interval,
            Token = arguments.Token,
            TimeProvider = time,
            Logger = log,
        };
        await using var client = new AgentClient(options);
        await new HostAgent(client, new HostOptions { Collect = arguments.Collect, Root = arguments.Root }).RunAsync(cancellationToken);
        return ExitCode.Ok;
    }
}
