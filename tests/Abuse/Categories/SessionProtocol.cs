using CleanLite.Abuse.Runs;
using CleanLite.Abuse.Servers;
using CleanLite.V1;

namespace CleanLite.Abuse.Categories;

/// <summary>M8: sessions that do not keep the protocol. What is expected of each number comes from a model of the rules in agent.proto.</summary>
internal sealed class SessionProtocol : ICategory
{
    private const int Full = 5_000;
    private const int StepsOfASession = 25;
    private const ulong MaxGap = 1_000_000;

    public string Name => "M8";

    public string Summary => "sessions: no Hello, two, wrong version or id, numbers 0, back, far ahead and 2^64-1, answers to what was never asked";

    public async Task RunAsync(Attack attack)
    {
        await using var bench = await Bench.OpenAsync(attack);
        var last = attack.Tally.Cases + attack.Of(Full);
        for (var session = 0; attack.Tally.Cases < last; session++)
        {
            await attack.PlayAllAsync(Greetings(attack, bench, session));
            await NumbersAsync(attack, bench, $"numbers-{session}");
        }
    }

    private static IEnumerable<(string, string, Func<Task<Outcome>>)> Greetings(Attack attack, Bench bench, int session)
    {
        AgentMessage[] notHello =
        [
            new() { Batch = new MetricBatch { Sequence = 1, Series = { Bench.GoodSeries() } } }, new() { Heartbeat = new Heartbeat() }, new() { Goodbye = new Goodbye() }, new(),
            new() { Skipped = new Skipped { FirstSequence = 1, LastSequence = 2 } }, new() { PushAck = new PushAck { PushId = "1" } },
        ];
        yield return Refused("no Hello", "grpc InvalidArgument", bench, [notHello[attack.Random.Next(notHello.Length)]]);
        yield return Refused("two Hellos", "grpc InvalidArgument", bench, [HelloOf($"twice-{session}"), HelloOf($"twice-{session}")]);
        yield return Refused("another agent's Hello as the second", "grpc InvalidArgument", bench, [HelloOf($"two-{session}"), HelloOf("neighbour")]);
        yield return Refused("wrong version", "grpc InvalidArgument", bench, [HelloOf("version", h => h.ProtocolVersion = 2u + (uint)attack.Random.Next())]);
        string[] badIds = ["", " ", "a b", "a\n", "\u0000", "*", "a#b", "\u00e4", new string('x', 129), "../..\\", "a'b--"];
        yield return Refused("bad id", "grpc InvalidArgument", bench, [HelloOf(badIds[attack.Random.Next(badIds.Length)])]);
        yield return Refused("id of another token", "grpc PermissionDenied", bench, [HelloOf("neighbour")], AbuseServer.WebToken);
        yield return Refused("no token", "grpc Unauthenticated", bench, [HelloOf("neighbour")], token: null);
        yield return Refused("a viewer's token", "grpc PermissionDenied", bench, [HelloOf("neighbour")], AbuseServer.ViewerToken);
        yield return Refused("a Hello too long", "grpc ResourceExhausted", bench, [HelloOf("long", h => h.Capabilities.AddRange(Enumerable.Repeat(new string('c', 100), 100)))]);
    }

    private static AgentMessage HelloOf(string agent, Action<Hello>? adjust = null)
    {
        var hello = new Hello { AgentId = agent, SessionId = "s" };
        adjust?.Invoke(hello);
        return new AgentMessage { Hello = hello };
    }

    private static (string, string, Func<Task<Outcome>>) Refused(string name, string expected, Bench bench, AgentMessage[] messages, string? token = AbuseServer.AgentToken)
    {
        return (name, expected, PlayAsync);

        async Task<Outcome> PlayAsync()
        {
            var session = await RawSession.BeginAsync(bench.Link, token);
            foreach (var message in messages) await session.SendAsync(message);
            await session.Ended;

            // As every gRPC library does; Kestrel remembers streams that are left open for 5 s, and has had enough of the connection at 200 of them.
            return await session.CloseAsync();
        }
    }

    private static async Task NumbersAsync(Attack attack, Bench bench, string agent)
    {
        var session = await RawSession.OpenAsync(bench.Link, agent).WaitAsync(Attack.Patience);
        var last = 0ul;
        for (var step = 0; step < StepsOfASession; step++)
        {
            if (attack.Random.Next(4) == 0) await attack.PlayAsync("an answer to what was never asked", "alive", () => UnaskedAsync(session, attack.Random));
            else last = await NumberAsync(attack, session, last);
        }

        await attack.PlayAsync("half-close", "grpc OK", session.CloseAsync);
    }

    /// <summary>Sends one number and returns the highest that has been dealt with since.</summary>
    private static async Task<ulong> NumberAsync(Attack attack, RawSession session, ulong last)
    {
        var random = attack.Random;
        var number = random.Next(8) switch
        {
            0 => 0ul,
            1 => ulong.MaxValue - (ulong)random.Next(3),
            2 => (ulong)long.MaxValue + 1 + (ulong)random.Next(),
            3 => last > 0 ? 1 + (ulong)random.NextInt64((long)Math.Min(last, long.MaxValue - 1)) : 1,
            4 => last + 2 + (ulong)random.Next((int)MaxGap - 1),
            5 => last + 2 + MaxGap + (ulong)random.Next(),
            _ => last + 1,
        };
        var (expected, now) = Judge(number, last);
        await attack.PlayAsync($"number {number} after {last}", expected, async () =>
            await session.SendBatchAsync(number) is { } ack ? new Outcome($"{ack.Result.Status}, {ack.Result.Violations.Count} violations, last {ack.LastSequence}") : await session.Ended);
        return now;
    }

    private static (string Expected, ulong Last) Judge(ulong number, ulong last) => number switch
    {
        0 or > long.MaxValue => ($"Rejected, 1 violations, last {last}", last),
        _ when number <= last => ($"Duplicate, 0 violations, last {last}", last),
        _ when last == 0 || number == last + 1 => ($"Accepted, 0 violations, last {number}", number),
        _ when number - last - 1 <= MaxGap => ($"Accepted, 1 violations, last {number}|Partial, 1 violations, last {number}", number),
        _ => ($"Rejected, 1 violations, last {last}", last),
    };

    // Nothing answers it; that a heartbeat is still answered shows that the session goes on.
    private static async Task<Outcome> UnaskedAsync(RawSession session, Random random)
    {
        AgentMessage[] unasked =
        [
            new() { PushAck = new PushAck { PushId = "never-sent", State = PushAck.Types.State.Applied } }, new() { PushAck = new PushAck { PushId = "", State = (PushAck.Types.State)99 } },
            new() { SampleResult = new SampleResult { RequestId = "never-asked", Series = { Bench.GoodSeries() } } }, new() { Skipped = new Skipped { FirstSequence = 9, LastSequence = 1 } },
            new() { Skipped = new Skipped { FirstSequence = ulong.MaxValue, LastSequence = ulong.MaxValue } }, new(), new() { Event = new AgentEvent { Type = "\r\n" } },
            new() { ModelCall = new ModelCall { LatencyMs = double.NaN } },
        ];
        await session.SendAsync(unasked[random.Next(unasked.Length)]);
        var mark = random.NextInt64();
        await session.SendAsync(new AgentMessage { Heartbeat = new Heartbeat { SentUnixMs = mark, PointsProduced = ulong.MaxValue } });
        while (await session.ReceiveAsync() is { } message)
        {
            if (message.Heartbeat?.EchoUnixMs == mark) return new Outcome("alive");
        }

        return await session.Ended;
    }
}
