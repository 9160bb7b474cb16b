using CleanLite.Faults.Peers;
using CleanLite.Faults.Servers;

namespace CleanLite.Faults.Runs;

/// <summary>Who is there in a run.</summary>
internal sealed record WorldPlan
{
    public required int Seed { get; init; }

    public required ServerPlan Server { get; init; }

    public int Agents { get; init; } = 4;

    /// <summary>Viewers through proxies; the last of them wants one agent only, the others everything.</summary>
    public int Viewers { get; init; } = 3;

    /// <summary>Agents that are processes of their own.</summary>
    public IReadOnlyList<string> ChildAgents { get; init; } = [];

    /// <summary>Viewers that are processes of their own.</summary>
    public IReadOnlyList<string> ChildViewers { get; init; } = [];

    /// <summary>How many times the usual number of points agents report.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Bytes that the sockets of the viewers' proxies may hold; 0: as the kernel likes.</summary>
    public int ViewerSocketBytes { get; init; }

    /// <summary>Milliseconds between two reports of an agent.</summary>
    public int PaceMs { get; init; } = 25;

    /// <summary>The clock of the agents that go by one which may be set while they run; null: none does.</summary>
    public ClockShift? Shift { get; init; }

    /// <summary>By how many seconds the server's clock may be wrong, where more than one server has one.</summary>
    public IReadOnlyList<int> Jumps { get; init; } = [];

    /// <summary>The fault makes the server refuse points.</summary>
    public bool MayRefuse { get; init; }

    /// <summary>The clock of each agent, by its number.</summary>
    public Func<int, Func<long, long>> TimestampOf { get; init; } = _ => now => now;
}
