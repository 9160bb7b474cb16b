using CleanLite.Faults.Histories;

namespace CleanLite.Faults.Checking;

/// <summary>No action is executed twice, and one that is said to be applied was executed.</summary>
internal static class ActionCheck
{
    public static void Check(IReadOnlyList<Entry> history, Findings findings)
    {
        var executed = history.OfType<Executed>().GroupBy(e => e.PushId).ToDictionary(g => g.Key, g => g.ToList());
        foreach (var (push, times) in executed.Where(e => e.Value.Count > 1))
            findings.Add(ViolationKind.Action, $"push {push} was executed {times.Count} times, by {string.Join(", ", times.Select(t => t.Agent))}");
        foreach (var settled in history.OfType<Settled>().Where(s => s.State == "applied" && !executed.ContainsKey(s.PushId)))
            findings.Add(ViolationKind.Action, $"push {settled.PushId} is said to be applied and was never executed");
        var meant = history.OfType<Pushed>().ToDictionary(p => p.PushId, p => p.Agent);
        foreach (var stray in executed.Values.Select(times => times[0]).Where(e => meant.TryGetValue(e.PushId, out var agent) && agent != e.Agent))
            findings.Add(ViolationKind.Action, $"push {stray.PushId} for {meant[stray.PushId]} was executed by {stray.Agent}");
    }
}
