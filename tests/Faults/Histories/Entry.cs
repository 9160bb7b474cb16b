using System.Text.Json.Serialization;

namespace CleanLite.Faults.Histories;

/// <summary>
/// One line of a history: what a peer did or saw, written by the peer at once. Entries of one peer stand in their order; all that the checker
/// concludes, it concludes from these lines alone.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(RunBegan), "run")]
[JsonDerivedType(typeof(Injected), "fault")]
[JsonDerivedType(typeof(ServerUp), "up")]
[JsonDerivedType(typeof(ServerDown), "down")]
[JsonDerivedType(typeof(Welcomed), "welcome")]
[JsonDerivedType(typeof(Dismissed), "goodbye")]
[JsonDerivedType(typeof(Sent), "sent")]
[JsonDerivedType(typeof(Acked), "ack")]
[JsonDerivedType(typeof(Subscribed), "subscribed")]
[JsonDerivedType(typeof(Snapshot), "snapshot")]
[JsonDerivedType(typeof(Frame), "frame")]
[JsonDerivedType(typeof(Merged), "merged")]
[JsonDerivedType(typeof(Standing), "standing")]
[JsonDerivedType(typeof(Closed), "closed")]
[JsonDerivedType(typeof(Pushed), "pushed")]
[JsonDerivedType(typeof(Executed), "executed")]
[JsonDerivedType(typeof(Settled), "settled")]
[JsonDerivedType(typeof(Final), "final")]
[JsonDerivedType(typeof(Judged), "judged")]
[JsonDerivedType(typeof(Measured), "measured")]
internal abstract record Entry
{
    /// <summary>Seconds since the run began, when the line was written.</summary>
    public double At { get; init; }
}

/// <summary>The head of a history. <paramref name="MayRefuse"/>: the fault makes the server refuse points.</summary>
internal sealed record RunBegan(string Fault, int Seed, string Versions, bool MayRefuse) : Entry
{
    /// <summary>By how many seconds the server's clock may be wrong. Runs are shorter than the least difference between two of them.</summary>
    public IReadOnlyList<int> Jumps { get; init; } = [];
}

/// <summary>The runner did something.</summary>
internal sealed record Injected(string What) : Entry;

/// <summary>A server process is ready. <paramref name="StartedAt"/>: Unix milliseconds just before the process was made.</summary>
internal sealed record ServerUp(string Epoch, long StartedAt) : Entry;

/// <summary>The server process is about to be ended, or has ended.</summary>
internal sealed record ServerDown(string Epoch, string How) : Entry;

/// <summary>An agent's link stands; <paramref name="ServerTime"/> tells which server process said Welcome.</summary>
internal sealed record Welcomed(string Agent, string Session, long ServerTime, ulong LastSequence) : Entry;

/// <summary>The server said Goodbye to an agent.</summary>
internal sealed record Dismissed(string Agent, string Reason) : Entry;

/// <summary>An agent is about to send a batch, for the first time or again.</summary>
internal sealed record Sent(string Agent, string Session, ulong Sequence, IReadOnlyList<Sample> Points) : Entry;

/// <summary>An agent has got an answer.</summary>
internal sealed record Acked(
    string Agent, string Session, ulong Sequence, ulong LastSequence, string Status, uint Accepted, uint Duplicate, uint Late, uint Rejected) : Entry;

/// <summary>A viewer's subscription to points stands. <paramref name="Since"/>: where it asked to resume; <paramref name="Filter"/>: the one agent it wants.</summary>
internal sealed record Subscribed(string Viewer, string Epoch, long Offset, bool Recovered, string? Since, string? Filter) : Entry;

/// <summary>A page of a snapshot.</summary>
internal sealed record Snapshot(string Viewer, long Offset, bool Last, IReadOnlyList<Sample> Points) : Entry;

/// <summary>A frame of points.</summary>
internal sealed record Frame(string Viewer, long Offset, IReadOnlyList<Sample> Points) : Entry;

/// <summary>The server told that it left points out.</summary>
internal sealed record Merged(string Viewer, long Points, long From, long To) : Entry;

/// <summary>A heartbeat told where the subscription stands.</summary>
internal sealed record Standing(string Viewer, long Offset) : Entry;

/// <summary>A viewer's connection ended. <paramref name="Code"/>: 1006 if it broke.</summary>
internal sealed record Closed(string Viewer, int Code, string Reason) : Entry;

/// <summary>The server took an action for an agent.</summary>
internal sealed record Pushed(string Agent, string PushId) : Entry;

/// <summary>An agent is about to execute an action.</summary>
internal sealed record Executed(string Agent, string PushId) : Entry;

/// <summary>What the server says became of an action.</summary>
internal sealed record Settled(string PushId, string State) : Entry;

/// <summary>The latest state when all was quiet again.</summary>
internal sealed record Final(string Epoch, long Offset, IReadOnlyList<Sample> Points) : Entry;

/// <summary>A pass criterion that the runner can see and the histories cannot.</summary>
internal sealed record Judged(string Criterion, bool Holds, string Detail) : Entry;

/// <summary>A figure of the run; <paramref name="AtMost"/>: its limit, null if it is only told.</summary>
internal sealed record Measured(string What, double Value, string Unit, double? AtMost) : Entry;
