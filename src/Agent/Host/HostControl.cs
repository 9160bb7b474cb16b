using CleanLite.Agent.Session;
using CleanLite.V1;
using State = CleanLite.V1.PushAck.Types.State;

namespace CleanLite.Agent.Host;

/// <summary>
/// Does what the server pushes: configurations, sample requests, intervals, and the actions on this agent's own allow-list. What it knows is all there is:
/// there is no shell, and nothing that the server sends can add one.
/// </summary>
internal sealed class HostControl : IPushHandler
{
    private readonly AgentOptions _agent;
    private readonly HostOptions _host;
    private readonly HostSampler _sampler;
    private readonly ConfigMemory _memory;
    private readonly TaskCompletionSource _restart = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AgentClient? _client;
    private ReportLoop? _loop;
    private bool _restartAsked;

    /// <exception cref="ArgumentException">The options name a group that does not exist.</exception>
    public HostControl(AgentOptions agent, HostOptions host)
    {
        (_agent, _host) = (agent, host);
        _sampler = host.NewSampler(agent);
        _memory = new ConfigMemory(host.StateDirectory, agent.AgentId, agent.Logger);
        InForce = Recall();
    }

    /// <summary>Restart is understood whether it is allowed or not: what is not allowed is refused, and the operator learns why.</summary>
    public IReadOnlyCollection<string> Capabilities { get; } = ["config", "sample", "interval", .. HostOptions.Actions.Select(action => $"action:{action}")];

    public string ConfigHash => InForce?.Config.Hash ?? "";

    public TimeSpan? ReportInterval => _loop?.Interval ?? InForce?.Interval;

    /// <summary>Completes when the agent is to end and to start again.</summary>
    public Task Restart => _restart.Task;

    /// <summary>The configuration in force; null: as the agent was started.</summary>
    public HostPlan? InForce { get; private set; }

    /// <summary>From now on pushes act: on the points that go out through <paramref name="client"/>.</summary>
    public ReportLoop Attach(AgentClient client)
    {
        _client = client;
        _loop = new ReportLoop(client, _sampler);
        if (InForce is { } remembered)
            PutInForce(remembered, _loop);
        _attached.SetResult();
        return _loop;
    }

    public async ValueTask<PushAck> HandleAsync(Push push, CancellationToken cancellationToken)
    {
        // The client dials as soon as it is made; the first push may be there a moment before the loop is.
        await _attached.Task.WaitAsync(cancellationToken);
        return push.BodyCase switch
        {
            Push.BodyOneofCase.ConfigChanged => TakeConfig(push.ConfigChanged.Config ?? new AgentConfig(), _loop!),
            Push.BodyOneofCase.SampleRequest => LoopPushes.AnswerSample(push.SampleRequest, _loop!, _client!),
            Push.BodyOneofCase.ReportInterval => LoopPushes.TakeInterval(push.ReportInterval, _loop!),
            _ => TakeAction(push.Action, _loop!),
        };
    }

    public void Answered(PushAck answer)
    {
        if (_restartAsked)
            _restart.TrySetResult();
    }

    private static PushAck Answer(State state, string detail = "") => new() { State = state, Detail = detail };

    private HostPlan? Recall()
    {
        if (_memory.Recall() is not { } remembered)
            return null;
        try
        {
            return HostPlan.Of(remembered, _host.Collect);
        }
        catch (FormatException exception)
        {
            _agent.Logger.ConfigNotTaken(exception.Message);
            return null;
        }
    }

    private PushAck TakeConfig(AgentConfig config, ReportLoop loop)
    {
        HostPlan plan;
        try
        {
            plan = HostPlan.Of(config, _host.Collect);
        }
        catch (FormatException exception)
        {
            _agent.Logger.ConfigNotTaken(exception.Message);
            return new PushAck { State = State.Failed, Detail = exception.Message, ConfigHash = ConfigHash };
        }

        if (config.Hash.Length == 0 || config.Hash != ConfigHash)
        {
            PutInForce(plan, loop);
            _memory.Remember(config);
        }

        var remark = plan.Ignored.Count == 0 ? "" : $"These settings mean nothing to this agent: {string.Join(", ", plan.Ignored)}.";
        return new PushAck { State = State.Applied, Detail = remark, ConfigHash = ConfigHash };
    }

    private void PutInForce(HostPlan plan, ReportLoop loop)
    {
        var interval = plan.Interval ?? _agent.ReportInterval;

        // Reported with the first points under this configuration, so that they can be told from those before.
        var marker = new MetricSeries("cleanlite.agent.config", MetricKind.Gauge, "1", ("config.hash", plan.Config.Hash));
        loop.Change(interval, plan.Exclude, marker, () =>
        {
            _sampler.Choose(HostGroups.Create(plan.Groups, new HostFiles(_host.Root)), plan.Periods);
            InForce = plan;
        });
        _agent.Logger.ConfigInForce(ForeignText.Clean(plan.Config.Hash), string.Join(',', plan.Groups), interval.TotalSeconds);
    }

    private PushAck TakeAction(AgentAction action, ReportLoop loop)
    {
        if (!_host.AllowedActions.Contains(action.Name))
        {
            _agent.Logger.ActionAsked(action.Name, "refused");
            return Answer(State.Refused, $"This agent's allow-list holds: {string.Join(", ", _host.AllowedActions)}.");
        }

        _agent.Logger.ActionAsked(action.Name, "allowed");
        if (action.Name != "restart")
        {
            loop.Refresh(_sampler.Hurry);
            return Answer(State.Applied);
        }

        // Whether it took effect, the next process shows by its new session.
        if (action.Arguments.Count > 0)
            return Answer(State.Refused, "A restart takes no arguments.");
        _restartAsked = true;
        return Answer(State.Applying, "The agent restarts.");
    }
}
