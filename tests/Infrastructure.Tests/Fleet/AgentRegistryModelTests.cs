using System.Globalization;
using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Application.Live;
using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.Fleet;
using CleanLite.Infrastructure.LatestState;
using CleanLite.Testing;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace CleanLite.Infrastructure.Tests.Fleet;

/// <summary>Random histories of streams that come, take over, go late and fall silent, against a model that looks at the clock only when it is asked.</summary>
public sealed class AgentRegistryModelTests
{
    private static readonly IMetricBroadcaster Broadcaster = Substitute.For<IMetricBroadcaster>();

    [Fact]
    public void Registry_AnyHistory_KnowsWhatTheModelKnows()
    {
        using var meters = new TestMeters();
        var metrics = new FleetMetrics(meters, new TableMetrics(meters));
        var seen = new Coverage();
        Prop.ForAll(Gen.Choose(1, 100).SelectMany(n => Gen.Choose(0, int.MaxValue).ArrayOf(n)).ToArbitrary(), steps =>
        {
            var history = new History(metrics);
            foreach (var step in steps) history.Play(step);
            foreach (var (what, times) in history.Seen) seen.Note(what, times > 0, most: 100);
        }).ShouldHold(cost: 20, seen);
    }

    /// <summary>A stream as its agent and the server see it.</summary>
    private sealed class Stream(string agent, string session, FakeLink link, AgentConnection connection)
    {
        public string Agent => agent;

        public string Session => session;

        public FakeLink Link => link;

        public AgentConnection Connection => connection;

        public bool WasSuperseded { get; set; }
    }

    /// <summary>An agent in the model: sessions are oldest first, times are milliseconds of the test's clock.</summary>
    private sealed class Known
    {
        public Stream? Current { get; set; }

        public List<(string Id, ulong Last)> Sessions { get; } = [];

        public AgentState State { get; set; } = AgentState.Offline;

        public long HeardAt { get; set; }

        public long OfflineAt { get; set; } = long.MaxValue;

        public long Since { get; set; }

        public int IntervalMs { get; set; }

        public void Hear(long now)
        {
            (HeardAt, OfflineAt) = (now, long.MaxValue);
            if (State != AgentState.Online) Enter(AgentState.Online, now);
        }

        public void Judge(long now)
        {
            var interval = Current is not null && IntervalMs > 0 ? IntervalMs : 15_000;
            if (State == AgentState.Offline) return;
            if (now >= OfflineAt || now - HeardAt >= Math.Max(45_000, 3 * interval)) Enter(AgentState.Offline, now);
            else if (now - HeardAt >= 3 * interval && State == AgentState.Online) Enter(AgentState.Stale, now);
        }

        public void Enter(AgentState state, long now) => (State, Since) = (state, now);

        /// <summary>The number that the session has come to; the session becomes the newest of the two that are remembered.</summary>
        public ulong Touch(string session, Func<ulong, ulong>? change = null)
        {
            var last = Sessions.Find(s => s.Id == session).Last;
            Sessions.RemoveAll(s => s.Id == session);
            if (Sessions.Count == 2) Sessions.RemoveAt(0);
            Sessions.Add((session, change?.Invoke(last) ?? last));
            return last;
        }
    }

    private sealed class History
    {
        private const int MaxAgents = 3;
        private static readonly string[] Names = ["a", "b", "c", "d", "e"];

        private readonly FakeTime _time = new();
        private readonly AgentRegistry _registry;
        private readonly Dictionary<string, Known> _known = [];
        private readonly List<Stream> _streams = []; // those whose end was not noted yet
        private readonly FleetOptions _options = new() { MaxAgents = MaxAgents, MaxSessionsPerAgent = 2, ForgetAfter = TimeSpan.FromMinutes(10) };

        public History(FleetMetrics metrics)
        {
            var ingest = new IngestOptions();
            _registry = new AgentRegistry(new LatestStateStore(ingest), Broadcaster, new FleetNotices(new Notices(), NullLogger<FleetNotices>.Instance), metrics, _options, ingest, _time);
        }

        public Dictionary<string, int> Seen { get; } = new() { ["a takeover"] = 0, ["a late end"] = 0, ["full"] = 0, ["made room"] = 0, ["resumed"] = 0, ["silent"] = 0 };

        private long Now => _registry.NowMs;

        public void Play(int step)
        {
            var (kind, pick, extra) = (step % 16, (step >> 4) % 1_000, step >> 16);
            var stream = _streams.Count > 0 ? _streams[pick % _streams.Count] : null;
            var name = Names[pick % Names.Length];
            switch (kind)
            {
                case 0 or 1 or 2 or 3:
                    Connect(name, $"s{extra % 3}", extra % 5 == 0 ? 2_000 : 0);
                    break;
                case 4 or 5 when stream is not null:
                    Disconnect(stream, extra % 2 == 0 ? GoodbyeReason.Unspecified : GoodbyeReason.Shutdown);
                    break;
                case 6 or 7 when stream is not null:
                    _registry.Heard(stream.Connection);
                    if (IsCurrent(stream)) _known[stream.Agent].Hear(Now);
                    break;
                case 8 or 9 or 10 when stream is not null && _known.ContainsKey(stream.Agent):
                    Send(stream);
                    break;
                case 11:
                    Call(name);
                    break;
                case 12 or 13:
                    _time.Advance(TimeSpan.FromMilliseconds(extra % 3 == 0 ? 60_000 : extra % 12_000));
                    break;
                case 14 when extra % 8 == 0:
                    _time.Advance(_options.ForgetAfter);
                    break;
                default:
                    Judge();
                    break;
            }

            Compare();
        }

        private bool IsCurrent(Stream stream) => _known.GetValueOrDefault(stream.Agent)?.Current == stream;

        private void Connect(string name, string session, int interval)
        {
            var link = new FakeLink();
            var hello = new AgentHello { AgentId = AgentId.Parse(name), SessionId = session, ReportIntervalMs = interval };
            var outcome = Done(_registry.ConnectAsync(hello, link, CancellationToken.None));
            if (!Admit(name))
            {
                outcome.ShouldBeOfType<ConnectOutcome.Full>();
                return;
            }

            var connected = outcome.ShouldBeOfType<ConnectOutcome.Connected>();
            var (agent, stream) = (_known[name], new Stream(name, session, link, connected.Connection));
            connected.Takeover.ShouldBe(agent.Current is not null);
            if (agent.Current is { } older)
            {
                Seen["a takeover"]++;
                older.WasSuperseded = true;
            }

            var last = agent.Touch(session);
            connected.LastSequence.ShouldBe(last);
            if (last > 0) Seen["resumed"]++;
            (agent.Current, agent.IntervalMs) = (stream, interval);
            agent.Hear(Now);
            _streams.Add(stream);
        }

        private void Disconnect(Stream stream, GoodbyeReason reason)
        {
            _registry.Disconnect(stream.Connection, reason, "gone");
            _streams.Remove(stream);
            if (!IsCurrent(stream))
            {
                Seen["a late end"]++;
                return;
            }

            var agent = _known[stream.Agent];
            agent.Current = null;
            agent.OfflineAt = Now + (reason == GoodbyeReason.Unspecified ? _options.ReconnectGraceMs : 0);
            if (agent.State != AgentState.Offline && Now >= agent.OfflineAt) agent.Enter(AgentState.Offline, Now);
        }

        // The next batch of its session, over a stream that may have been superseded meanwhile.
        private void Send(Stream stream)
        {
            var (agent, isCurrent) = (_known[stream.Agent], IsCurrent(stream));
            using var turn = Done(_registry.EnterAsync(new BatchOrigin.FromSession(stream.Connection, 1), CancellationToken.None));
            turn!.IsCurrent.ShouldBe(isCurrent);
            turn.Ledger!.Last.ShouldBe(agent.Touch(stream.Session, last => isCurrent ? last + 1 : last));
            if (!isCurrent) return;
            turn.Ledger.Settle(turn.Ledger.Last + 1);
            agent.Hear(Now);
        }

        private void Call(string name)
        {
            using var turn = Done(_registry.EnterAsync(new BatchOrigin.FromCall(AgentId.Parse(name), LabelSet.Empty), CancellationToken.None));
            if (!Admit(name))
            {
                turn.ShouldBeNull();
                return;
            }

            turn!.IsCurrent.ShouldBeTrue();
            turn.Ledger.ShouldBeNull();
            _known[name].Hear(Now);
        }

        // A new agent takes the place of the one that was offline for longest; which of several, the registry may choose.
        private bool Admit(string name)
        {
            if (_known.ContainsKey(name)) return true;
            if (_known.Count == MaxAgents)
            {
                var gone = _known.Where(k => k.Value.Current is null && k.Value.State == AgentState.Offline).ToList();
                if (gone.Count == 0)
                {
                    Seen["full"]++;
                    return false;
                }

                Seen["made room"]++;
                var left = gone.Where(k => _registry.Find(AgentId.Parse(k.Key)) is null).ShouldHaveSingleItem();
                left.Value.Since.ShouldBe(gone.Min(k => k.Value.Since));
                _known.Remove(left.Key);
            }

            _known[name] = new Known();
            return true;
        }

        private void Judge()
        {
            _registry.JudgeAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully.ShouldBeTrue();
            foreach (var (name, agent) in _known)
            {
                agent.Judge(Now);
                if (agent.State != AgentState.Online && agent.Current is not null) Seen["silent"]++;
                if (agent.Current is null && agent.State == AgentState.Offline && Now - agent.Since >= _options.ForgetAfter.TotalMilliseconds) _known.Remove(name);
            }
        }

        private void Compare()
        {
            string.Join(' ', _registry.List().Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Id}={a.State}")))
                .ShouldBe(string.Join(' ', _known.OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => $"{k.Key}={k.Value.State}")));
            _registry.Count().ShouldBe(new FleetCounts(CountOf(AgentState.Online), CountOf(AgentState.Stale), CountOf(AgentState.Offline)));
            foreach (var stream in _streams) (stream.Link.Farewell?.Reason).ShouldBe(stream.WasSuperseded ? GoodbyeReason.Superseded : null);
            foreach (var (name, agent) in _known) _registry.Known(AgentId.Parse(name))!.Current.ShouldBe(agent.Current?.Connection);
        }

        private int CountOf(AgentState state) => _known.Values.Count(k => k.State == state);

        // Nobody else holds a turn, so nothing waits.
        private static T Done<T>(ValueTask<T> task)
        {
            task.IsCompletedSuccessfully.ShouldBeTrue();
            return task.Result;
        }
    }
}
