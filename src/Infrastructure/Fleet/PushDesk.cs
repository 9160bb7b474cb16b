using CleanLite.Application.Fleet;
using CleanLite.Domain;
using CleanLite.Domain.Fleet;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>
/// The pushes under way. One lock guards them all: pushes are as rare as the people who ask for them, and under one lock an expiry, an answer and a newer
/// push cannot each believe to have come first. What was settled is published after the lock is left.
/// </summary>
internal sealed class PushDesk(
    AgentRegistry agents, IAgentConfigs configs, FleetNotices notices, PushMetrics metrics, FleetOptions fleet, TimeProvider time) : IPushDesk
{
    private readonly Lock _sync = new();
    private readonly PushTable _table = new(fleet, metrics.Tables);
    private readonly PushEffects _effects = new(agents, fleet);
    private readonly Dictionary<AgentId, Mailbox> _mailboxes = [];
    private readonly List<PushSettled> _settled = [];

    /// <summary>How many agents have a mailbox: those that are there, and absent ones for which something waits.</summary>
    public int MailboxCount
    {
        get
        {
            lock (_sync) return _mailboxes.Count;
        }
    }

    /// <summary>How many pushes are remembered.</summary>
    public int PushCount
    {
        get
        {
            lock (_sync) return _table.Count;
        }
    }

    private long UnixMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public PushOutcome Push(AgentId agent, PushBody body, TimeSpan timeToLive)
    {
        using var turn = Begin();
        if (body is PushBody.SampleRequest request && _table.TryFindRequest(request.RequestId, out var earlier))
        {
            return earlier.Push.Agent == agent
                ? new PushOutcome.Made(earlier.Receipt())
                : new PushOutcome.Taken($"requestId '{Text.Excerpt(request.RequestId)}' is taken by a request to another agent; any other name is allowed.");
        }

        return PushLocked(agent, body, timeToLive);
    }

    public PushOutcome? PushConfig(AgentId agent, string reason, TimeSpan timeToLive)
    {
        using var turn = Begin();

        // What is desired is read within the lock: of two settings at once, the later one is pushed last.
        if (agents.Known(agent) is not { Hello: { } hello } known) return null;
        var open = _mailboxes.GetValueOrDefault(agent)?.Open.Where(p => p.Push.Kind == PushKind.Config).ToList() ?? [];
        if (configs.For(agent, known.Labels)?.Config is not { } config)
        {
            foreach (var waiting in open.Where(p => !p.IsUnderWay)) End(waiting, PushState.Superseded, "The configuration was removed.");
            return null;
        }

        if (open.Find(p => HashOf(p) == config.Hash) is { } same && same == open[^1]) return new PushOutcome.Made(same.Receipt());
        if (hello.ConfigHash == config.Hash && !open.Exists(p => p.IsUnderWay))
        {
            foreach (var waiting in open) End(waiting, PushState.Superseded, "The agent is to keep the configuration that it has.");
            return null;
        }

        return PushLocked(agent, new PushBody.NewConfig(config, reason), timeToLive);
    }

    public PushReceipt? Find(string pushId)
    {
        using var turn = Begin();
        if (!_table.TryFind(pushId, out var push)) return null;
        ExpireIfDue(push);
        return push.Receipt();
    }

    public AgentConfig? Greet(AgentConnection connection)
    {
        var config = configs.For(connection.Hello.AgentId, connection.Hello.Labels)?.Config;
        return config?.Hash == connection.Hello.ConfigHash ? null : config;
    }

    public void Attach(AgentConnection connection)
    {
        using var turn = Begin();

        // A stream that was superseded before its welcome went out comes too late.
        var (agent, hello) = (connection.Hello.AgentId, connection.Hello);
        if (agents.Known(agent)?.Current != connection) return;
        var mailbox = MailboxOf(agent);
        mailbox.Attach(connection);
        foreach (var push in mailbox.Open.ToList())
        {
            if (push.Push.Kind == PushKind.Config && HashOf(push) == hello.ConfigHash)
                End(push, PushState.Applied, "The agent came with this configuration in force.");
            else if (push.Push.Kind == PushKind.Restart && push.State is PushState.Received or PushState.Applying && push.SentOver!.Hello.SessionId != hello.SessionId)
                End(push, PushState.Applied, "The agent came back as a new process.");
        }

        Flush(mailbox);
    }

    public void Detach(AgentConnection connection)
    {
        using var turn = Begin();
        var agent = connection.Hello.AgentId;
        if (!_mailboxes.TryGetValue(agent, out var mailbox) || mailbox.Stream != connection) return;
        mailbox.Detach();
        Tidy(agent, mailbox);
    }

    public AnswerVerdict Acknowledge(AgentConnection from, string pushId, PushState state, string detail, string configHash)
    {
        using var turn = Begin();
        var verdict = !state.IsAnswer() ? AnswerVerdict.Malformed
            : StreamOf(from) is not { } mailbox ? AnswerVerdict.Foreign
            : pushId.Length == 0 ? ReportConfig(mailbox, from, state, detail, configHash)
            : !_table.TryFind(pushId, out var push) ? AnswerVerdict.Unknown
            : push.Push.Agent != from.Hello.AgentId ? AnswerVerdict.Foreign
            : Take(mailbox, push, from, state, detail, configHash);
        metrics.Answered(verdict);
        return verdict;
    }

    public AnswerVerdict Answer(AgentConnection from, string requestId, SampleAnswer answer)
    {
        using var turn = Begin();
        var verdict = StreamOf(from) is not { } mailbox ? AnswerVerdict.Foreign
            : !_table.TryFindRequest(requestId, out var push) ? AnswerVerdict.Unknown
            : push.Push.Agent != from.Hello.AgentId ? AnswerVerdict.Foreign
            : Take(mailbox, push, answer);
        metrics.Answered(verdict);
        return verdict;
    }

    /// <summary>Looks at the clock: ends what is due, sends what found no room before, and notes where leases have ended.</summary>
    public void Sweep()
    {
        using var turn = Begin();
        foreach (var (agent, mailbox) in _mailboxes.Where(m => m.Value.Open.Count > 0 || m.Value.LeaseEndsAt is not null).ToList())
        {
            foreach (var push in mailbox.Open.ToList()) ExpireIfDue(push);
            _effects.EndLease(mailbox);
            Flush(mailbox);
            Tidy(agent, mailbox);
        }
    }

    private static string HashOf(PushRecord push) => ((PushBody.NewConfig)push.Push.Body).Config.Hash;

    private PushOutcome PushLocked(AgentId agent, PushBody body, TimeSpan timeToLive)
    {
        var mailbox = MailboxOf(agent);
        var older = mailbox.WaitingOf(body.Kind);
        var push = NewPush(agent, body, (long)timeToLive.TotalMilliseconds);
        if (mailbox.Open.Count - (older is null ? 0 : 1) >= fleet.MaxPushesPerAgent || !_table.TryAdd(push)) return RefuseFull(agent, mailbox);

        // Added before the older one ends: an absent agent's mailbox goes with its last push.
        mailbox.Add(push);
        if (older is not null) End(older, PushState.Superseded, "A newer push of its kind took its place.");
        Deliver(mailbox, push);
        Tidy(agent, mailbox);
        metrics.Made(body.Kind, push.Delivery);
        return new PushOutcome.Made(push.Receipt());
    }

    private PushRecord NewPush(AgentId agent, PushBody body, long lifeMs)
    {
        var unixMs = UnixMs;
        return new PushRecord(new Push(Guid.CreateVersion7().ToString("N"), agent, body, unixMs, unixMs + lifeMs), agents.NowMs + lifeMs);
    }

    private void Deliver(Mailbox mailbox, PushRecord push)
    {
        var agent = push.Push.Agent;
        push.Delivery = mailbox.Stream is null ? PushDelivery.Absent : PushDelivery.Live;
        if (agents.Known(agent)?.Hello is not { } hello)
        {
            End(push, PushState.Expired, $"The server knows no agent '{agent}' that it could wait for.");
        }
        else if (!hello.Capabilities.Contains(push.Push.Kind.Capability))
        {
            EndUnsupported(push);
        }
        else
        {
            Flush(mailbox);
            if (push.State == PushState.Waiting) push.Delivery = PushDelivery.Queued;
        }
    }

    private PushOutcome.Full RefuseFull(AgentId agent, Mailbox mailbox)
    {
        Tidy(agent, mailbox);
        metrics.Refused();
        return new PushOutcome.Full(
            $"Too many pushes are under way: at most {fleet.MaxPushesPerAgent} to one agent (here '{agent}') and {fleet.MaxPushes} in all are allowed.");
    }

    // Sends what waits. Nothing follows a restart, and a restart waits until everything before it has ended: it travels alone.
    private void Flush(Mailbox mailbox)
    {
        // A stream that was superseded reads no more: what comes before its successor has attached waits for that one.
        if (mailbox.Stream is not { } stream || agents.Known(stream.Hello.AgentId)?.Current != stream) return;
        foreach (var push in mailbox.Waiting)
        {
            if (mailbox.IsRestarting || (push.Push.Kind == PushKind.Restart && mailbox.HasUnderWay)) return;
            if (!stream.Hello.Capabilities.Contains(push.Push.Kind.Capability)) EndUnsupported(push);
            else if (stream.Link.TryPush(push.Push)) push.Sent(stream, UnixMs);
            else return;
        }
    }

    private void EndUnsupported(PushRecord push) =>
        End(push, PushState.Unsupported, $"The agent did not announce that it understands '{push.Push.Kind}'.");

    private Mailbox? StreamOf(AgentConnection from) =>
        _mailboxes.TryGetValue(from.Hello.AgentId, out var mailbox) && mailbox.Stream == from ? mailbox : null;

    private AnswerVerdict Take(Mailbox mailbox, PushRecord push, AgentConnection from, PushState state, string detail, string configHash)
    {
        ExpireIfDue(push);

        // What a sample request asks for is the answer; the acknowledgement alone does not end it.
        if (push.Push.Kind == PushKind.Sample && state == PushState.Applied) state = PushState.Applying;
        if (state == PushState.Applied && configHash.Length > 0 && push.Push.Kind == PushKind.Config && configHash != HashOf(push))
            (state, detail) = (PushState.Failed, $"The agent runs with {configHash} instead. {detail}");
        if (!push.State.Allows(state)) return AnswerVerdict.Late;

        (push.Detail, push.ConfigHash) = (detail, configHash);
        _effects.Note(mailbox, push, from, state);
        if (state.IsFinal()) End(push, state, detail);
        else push.TryMove(state, UnixMs);
        Flush(mailbox);
        return AnswerVerdict.Taken;
    }

    private AnswerVerdict Take(Mailbox mailbox, PushRecord push, SampleAnswer answer)
    {
        ExpireIfDue(push);
        var end = answer.Error.Length > 0 ? PushState.Failed : PushState.Applied;
        if (!push.IsUnderWay) return AnswerVerdict.Late;

        var limit = ((PushBody.SampleRequest)push.Push.Body).Limit;
        var extra = Math.Max(0, answer.Series.Count - limit);
        _table.Keep(push, extra == 0 ? answer : answer with { Series = [.. answer.Series.Take(limit)], LeftOut = answer.LeftOut + extra });
        End(push, end, answer.Error);
        Flush(mailbox);
        return AnswerVerdict.Taken;
    }

    // The agent took the configuration that is desired from its welcome, which has no push to acknowledge. Anything else it may say is no news.
    private AnswerVerdict ReportConfig(Mailbox mailbox, AgentConnection from, PushState state, string detail, string configHash)
    {
        var (agent, known) = (from.Hello.AgentId, agents.Known(from.Hello.AgentId));
        if (known?.Hello is not { } hello || configs.For(agent, from.Hello.Labels)?.Config is not { } config) return AnswerVerdict.Unknown;
        var isApplied = state == PushState.Applied && configHash == config.Hash && hello.ConfigHash != config.Hash;
        var isFailure = state is PushState.Failed or PushState.Refused && !mailbox.HasToldFailure;
        if (!isApplied && !isFailure) return AnswerVerdict.Late;
        mailbox.HasToldFailure |= isFailure;
        if (isApplied) _effects.NoteConfig(mailbox, from, config);
        _settled.Add(new PushSettled(agent, PushKind.Config, "", state, detail, config.Hash, UnixMs));
        return AnswerVerdict.Taken;
    }

    private void ExpireIfDue(PushRecord push)
    {
        if (push.State.IsFinal() || agents.NowMs < push.DueAt) return;
        End(push, PushState.Expired, push.State == PushState.Waiting ? "The agent did not come in time." : "The agent did not answer in time.");
    }

    private void End(PushRecord push, PushState state, string detail)
    {
        if (!push.TryMove(state, UnixMs)) return;
        push.Detail = detail;
        _table.Ended(push);
        metrics.Ended(push);
        var hash = push.Push.Body is PushBody.NewConfig change ? change.Config.Hash : "";
        _settled.Add(new PushSettled(push.Push.Agent, push.Push.Kind, push.Push.Id, state, detail, hash, push.EndedUnixMs!.Value));
        if (!_mailboxes.TryGetValue(push.Push.Agent, out var mailbox)) return;
        mailbox.Remove(push);
        Tidy(push.Push.Agent, mailbox);
    }

    private Mailbox MailboxOf(AgentId agent)
    {
        if (!_mailboxes.TryGetValue(agent, out var mailbox)) _mailboxes[agent] = mailbox = new Mailbox();
        return mailbox;
    }

    private void Tidy(AgentId agent, Mailbox mailbox)
    {
        if (mailbox.IsEmpty) _mailboxes.Remove(agent);
    }

    private Turn Begin()
    {
        _sync.Enter();
        return new Turn(this);
    }

    private void EndTurn()
    {
        PushSettled[] settled = [.. _settled];
        _settled.Clear();
        _sync.Exit();

        foreach (var notice in settled) notices.Tell(notice);
    }

    private readonly ref struct Turn(PushDesk desk)
    {
        public void Dispose() => desk.EndTurn();
    }
}
