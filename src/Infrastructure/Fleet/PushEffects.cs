using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>
/// What a push that took effect changes in what the server knows of its agent: what the agent said in its hello holds until then. Guarded by the desk's lock.
/// </summary>
internal sealed class PushEffects(AgentRegistry agents, FleetOptions fleet)
{
    /// <summary>The agent says what became of <paramref name="push"/>.</summary>
    public void Note(Mailbox mailbox, PushRecord push, AgentConnection from, PushState state)
    {
        switch (push.Push.Body)
        {
            case PushBody.NewConfig change when state == PushState.Applied:
                NoteConfig(mailbox, from, change.Config);
                break;
            case PushBody.NewConfig when push.ConfigHash.Length > 0:
                agents.Adjust(from, hello => hello with { ConfigHash = push.ConfigHash });
                break;
            case PushBody.ReportInterval interval when state == PushState.Applied:
                NoteInterval(mailbox, from, interval);
                break;
        }
    }

    /// <summary>The agent runs with <paramref name="config"/>.</summary>
    public void NoteConfig(Mailbox mailbox, AgentConnection from, AgentConfig config)
    {
        // 0 stands for the interval with which the agent was started, which the server need not know.
        mailbox.BaseIntervalMs = config.ReportIntervalMs;
        var isLeased = mailbox.LeaseEndsAt is not null;
        agents.Adjust(from, hello => hello with { ConfigHash = config.Hash, ReportIntervalMs = isLeased ? hello.ReportIntervalMs : config.ReportIntervalMs });
    }

    /// <summary>Notes that a lease has ended, if one has.</summary>
    public void EndLease(Mailbox mailbox)
    {
        if (mailbox.Stream is not { } stream || mailbox.LeaseEndsAt is not { } end || end > agents.NowMs) return;
        mailbox.LeaseEndsAt = null;
        agents.Adjust(stream, hello => hello with { ReportIntervalMs = mailbox.BaseIntervalMs });
    }

    private void NoteInterval(Mailbox mailbox, AgentConnection from, PushBody.ReportInterval interval)
    {
        if (interval.LeaseMs == 0) (mailbox.BaseIntervalMs, mailbox.LeaseEndsAt) = (interval.IntervalMs, null);
        else mailbox.LeaseEndsAt = agents.NowMs + interval.LeaseMs;

        // A lease of a faster pace may end a moment before the server notices: silence is judged by the slower of the two.
        var usual = mailbox.BaseIntervalMs == 0 ? fleet.HeartbeatIntervalMs : mailbox.BaseIntervalMs;
        var judged = interval.IntervalMs < usual ? mailbox.BaseIntervalMs : interval.IntervalMs;
        agents.Adjust(from, hello => hello with { ReportIntervalMs = judged });
    }
}
