using CleanLite.Application.Fleet;
using CleanLite.Domain.Fleet;

namespace CleanLite.Infrastructure.Tests.Fleet;

/// <summary>
/// Races of 10,000 rounds, each starting at a barrier, after some rounds in the one order and some in the other: whoever comes first, there is one outcome,
/// told once.
/// </summary>
public sealed class PushRaceTests
{
    private const int Ordered = 100;
    private const int Rounds = 10_000 + (2 * Ordered);

    private readonly PushBench _bench = new(new FleetOptions { MaxPushes = 100_000, MaxPushesPerAgent = 1_000 });

    [Fact]
    public async Task AcknowledgeAndExpire_Racing_EndInOneOutcome()
    {
        var agent = await _bench.ConnectAsync();
        PushReceipt push = null!;
        var verdict = AnswerVerdict.Unknown;
        var outcomes = new Dictionary<PushState, int>();

        // The clock passes the expiry in the very round in which the answer comes.
        await RaceAsync(
            () => push = _bench.Push(PushBench.Refresh(), life: TimeSpan.FromSeconds(1)),
            () => verdict = _bench.Answer(agent, push, PushState.Applied),
            () =>
            {
                _bench.Time.Advance(TimeSpan.FromSeconds(1));
                _bench.Desk.Sweep();
            },
            () =>
            {
                var state = _bench.Find(push).State;
                state.ShouldBe(verdict == AnswerVerdict.Taken ? PushState.Applied : PushState.Expired);
                outcomes[state] = outcomes.GetValueOrDefault(state) + 1;
            });

        _bench.Settled.Count().ShouldBe(Rounds);
        outcomes.Count.ShouldBe(2, "both orders came about");
    }

    [Fact]
    public async Task SupersedeAndReturn_Racing_SendOneOrBothInOrderAndEachOnce()
    {
        PushReceipt first = null!, second = null!;
        FakeLink link = null!;
        AgentConnection agent = await _bench.ConnectAsync();
        var sent = new Dictionary<int, int>();

        await RaceAsync(
            () =>
            {
                _bench.Leave(agent);
                link = new FakeLink();
                first = _bench.Push(PushBench.Interval(1_000));
                agent = _bench.HelloAsync(link: link).GetAwaiter().GetResult();
            },
            () => second = _bench.Push(PushBench.Interval(2_000)),
            () => _bench.Desk.Attach(agent),
            () =>
            {
                var went = link.Pushes.Select(p => p.Id).ToList();
                string[] expected = _bench.Find(first).State == PushState.Superseded ? [second.Push.Id] : [first.Push.Id, second.Push.Id];
                went.ShouldBe(expected);
                sent[went.Count] = sent.GetValueOrDefault(went.Count) + 1;
                foreach (var push in (PushReceipt[])[first, second]) _bench.Answer(agent, push, PushState.Applied);
            });

        sent.Count.ShouldBe(2, "both orders came about");
    }

    [Fact]
    public async Task SupersedeAndExpire_Racing_EndInOneOutcome()
    {
        _bench.Leave(await _bench.ConnectAsync());
        PushReceipt first = null!, second = null!;
        var outcomes = new Dictionary<PushState, int>();

        await RaceAsync(
            () => first = _bench.Push(PushBench.Refresh(), life: TimeSpan.FromSeconds(1)),
            () => second = _bench.Push(PushBench.Refresh(), life: TimeSpan.FromDays(1)),
            () =>
            {
                _bench.Time.Advance(TimeSpan.FromSeconds(1));
                _bench.Desk.Sweep();
            },
            () =>
            {
                var state = _bench.Find(first).State;
                state.ShouldBeOneOf(PushState.Superseded, PushState.Expired);
                outcomes[state] = outcomes.GetValueOrDefault(state) + 1;
                _bench.Find(second).State.ShouldBe(PushState.Waiting);
                _bench.Settled.Count(s => s.PushId == first.Push.Id).ShouldBe(1);
                _bench.Publisher.Clear();
            });

        outcomes.Count.ShouldBe(2, "both orders came about");
    }

    [Fact]
    public async Task TwoAnswersToOneSampleRequest_Racing_OneIsTaken()
    {
        var agent = await _bench.ConnectAsync();
        var (round, taken) = (0, 0);
        void Answer()
        {
            if (_bench.Desk.Answer(agent, $"r{round}", new SampleAnswer([], 0, "")) == AnswerVerdict.Taken) Interlocked.Increment(ref taken);
        }

        await RaceAsync(() => _bench.Push(PushBench.Sample($"r{++round}")), Answer, Answer, () => taken.ShouldBe(round));
    }

    [Fact]
    public async Task DetachOfTheOldStreamAndAttachOfTheNew_Racing_LeaveTheNew()
    {
        var older = await _bench.ConnectAsync();
        AgentConnection newer = null!;
        FakeLink link = null!;

        await RaceAsync(
            () =>
            {
                link = new FakeLink();
                newer = _bench.HelloAsync(link: link).GetAwaiter().GetResult();
            },
            () => _bench.Desk.Detach(older),
            () => _bench.Desk.Attach(newer),
            () =>
            {
                var push = _bench.Push(PushBench.Refresh());
                push.Delivery.ShouldBe(PushDelivery.Live);
                link.Pushes.ShouldHaveSingleItem();
                _bench.Answer(newer, push, PushState.Applied);
                older = newer;
            });
    }

    [Fact]
    public async Task TwoConfigurationsSetAtOnce_Racing_PushTheDesiredOneLast()
    {
        var agent = await _bench.ConnectAsync();
        var id = AgentId.Parse("web-1");
        var link = (FakeLink)agent.Link;
        var round = 0;
        void Set(int odd)
        {
            _bench.Configs.TrySet(DesiredConfig.OfAgent(id, PushBench.Config(1_000 + (2 * round) + odd), 0));
            _bench.Desk.PushConfig(id, "", PushBench.Life);
        }

        await RaceAsync(
            () => round++,
            () => Set(0),
            () => Set(1),
            () =>
            {
                var desired = _bench.Configs.For(id, agent.Hello.Labels)!.Config;
                ((PushBody.NewConfig)link.Pushes.Last().Body).Config.ShouldBe(desired);
                while (link.Pushes.TryDequeue(out var push))
                    _bench.Desk.Acknowledge(agent, push.Id, PushState.Applied, "", ((PushBody.NewConfig)push.Body).Config.Hash);
                _bench.Agent().Hello!.ConfigHash.ShouldBe(desired.Hash);
            });
    }

    private static async Task RaceAsync(Action prepare, Action one, Action other, Action check)
    {
        using var start = new Barrier(2);
        using var middle = new Barrier(2);
        using var end = new Barrier(2);
        var rival = Task.Factory.StartNew(() => Repeat(_ => start.SignalAndWait(), other, isFirst: false), TaskCreationOptions.LongRunning);
        await Task.Factory.StartNew(() => Repeat(Begin, one, isFirst: true), TaskCreationOptions.LongRunning);
        await rival;

        void Begin(int round)
        {
            if (round > 0) check();
            prepare();
            start.SignalAndWait();
        }

        void Repeat(Action<int> begin, Action act, bool isFirst)
        {
            for (var round = 0; round < Rounds; round++)
            {
                begin(round);
                if (round >= 2 * Ordered)
                {
                    // Now the one, now the other gets a head start.
                    if (isFirst == (round % 2 == 0)) Thread.SpinWait(round % 97);
                    act();
                }
                else if (isFirst == round < Ordered)
                {
                    act();
                    middle.SignalAndWait();
                }
                else
                {
                    middle.SignalAndWait();
                    act();
                }

                end.SignalAndWait();
            }

            if (isFirst) check();
        }
    }
}
