using Microsoft.Extensions.Logging;

namespace CleanLite.Agent.Commands;

/// <summary>Reports until it is told to stop, then leaves politely; or starts itself again, if the server asks for it and it is allowed.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(Arguments arguments, ILogger log, TimeProvider time, Action restart, CancellationToken cancellationToken)
    {
        var agent = new AgentOptions
        {
            Server = arguments.Server,
            HttpEndpoint = arguments.Http,
            AgentId = arguments.Name,
            Labels = arguments.Labels,
            ReportInterval = arguments.Interval,
            Token = arguments.Token,
            TokenFile = arguments.TokenFile,
            CaFile = arguments.CaFile,
            AllowInsecureToken = arguments.AllowInsecureToken,
            TimeProvider = time,
            Logger = log,
        };
        if (agent.WouldTellToken)
            throw new UsageException($"--server is '{agent.Server}', where the token would travel in clear text; allowed: https://, a loopback address, or --allow-insecure-token.");
        var host = new HostOptions
        {
            Collect = arguments.Collect,
            Root = arguments.Root,
            AllowedActions = arguments.AllowedActions,
            StateDirectory = arguments.StateDirectory,
        };
        if (await new HostAgent(agent, host).RunAsync(cancellationToken))
            restart();
        return ExitCode.Ok;
    }
}
