namespace CleanLite.Faults.Faults;

/// <summary>Every fault there is.</summary>
internal static class FaultCatalogue
{
    public static IReadOnlyList<IFault> All { get; } =
    [
        new ServerKilled(),
        new AgentKilled(),
        new HalfOpen(),
        new ViewerStopped(),
        new ViewersThatDoNotRead(),
        new ServerStopped(),
        new DiskTrouble(),
        new WallClock(),
        new AgentClock(),
        new Exhaustion(),
        new LogDamaged(),
        new ServerTerminated(),
        new Nemesis(),
    ];
}
