using CleanLite.Load.Peers;
using CleanLite.Load.Scenarios;

namespace CleanLite.Load.Commands;

/// <summary>Every command there is.</summary>
internal static class Catalogue
{
    private static readonly ICommand[] Single =
    [
        new IngestCommand(),
        new FanoutCommand(),
        new SteadyCommand(),
        new IdleCommand(),
        new SeriesCommand(),
        new SteadyScenario(),
        new FanoutScenario(),
        new WidthScenario(),
        new BurstScenario(),
        new OverloadScenario(),
        new SoakScenario(),
        new HerdScenario(),
        new CardinalityScenario(),
        new ReadersScenario(),
        new PeersCommand(),
    ];

    public static IReadOnlyList<ICommand> Commands { get; } = [.. Single, new AllCommand(Single)];
}
