using System.Globalization;
using CleanLite.Agent.Demo;
using CleanLite.Agent.Host;
using Microsoft.Extensions.Logging.Abstractions;

namespace CleanLite.Agent;

/// <summary>
/// Synthetic agents <c>demo-001</c>, <c>demo-002</c>, ... with values that move plausibly, each over a connection of its own through the
/// server's ordinary door. For demonstrations and load.
/// </summary>
public sealed class DemoFleet
{
    private static readonly string[] Environments = ["prod", "prod", "prod", "staging", "dev"];
    private static readonly string[] Regions = ["eu-central", "eu-west", "us-east", "ap-south"];
    private static readonly string[] Roles = ["web", "db", "cache", "worker", "gateway", "queue", "batch"];

    private readonly int _agents;
    private readonly AgentOptions _template;

    /// <summary>Describes a fleet.</summary>
    /// <param name="agents">How many, 0 or more.</param>
    /// <param name="template">Server, token, interval and time for all of them; each gets an id, a host name and labels of its own.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public DemoFleet(int agents, AgentOptions template)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(agents);
        _agents = agents;
        _template = template;
    }

    /// <summary>Runs them until cancelled; then all leave and it returns without an exception.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Each as it ends, so that a failure of one is told while the others run.
        await foreach (var agent in Task.WhenEach(Enumerable.Range(1, _agents).Select(number => RunOneAsync(number, cancellationToken))))
            await agent;
    }

    private async Task RunOneAsync(int number, CancellationToken cancellationToken)
    {
        var control = new DemoControl();
        await using var client = new AgentClient(OptionsOf(number) with { PushHandler = control });
        var loop = new ReportLoop(client, new DemoHost(number, _template.TimeProvider));
        control.Attach(client, loop);
        await loop.RunAsync(cancellationToken);
    }

    private AgentOptions OptionsOf(int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"demo-{number:000}");
        return _template with
        {
            AgentId = name,
            Hostname = name,
            Labels = new Dictionary<string, string>
            {
                ["env"] = Environments[number % Environments.Length],
                ["region"] = Regions[number % Regions.Length],
                ["role"] = Roles[number % Roles.Length],
            },
            Logger = NullLogger.Instance, // the server tells who comes and goes; a line per agent here would tell it twice
        };
    }
}
