using CleanLite.Api.Tests.Ingest;
using CleanLite.V1;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Api.Tests.Fleet;

/// <summary>Random scripts of what agents may and may not say, against a model of what the contract answers.</summary>
public sealed class SessionModelTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const ulong MaxGap = 1_000_000;

    private static int _agents;

    private readonly TestServer _server = shared.Server;

    [Fact]
    public void Session_AnyScript_IsAnsweredAsTheModelSays() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), Run));

    private void Run(int seed)
    {
        var random = new Random(seed);
        var (stream, expected) = (new ScriptedTransport(), new List<string>());
        Write(random, stream, expected);
        stream.HalfClose();
        stream.Start(_server).WaitAsync(Eventually.Patience).GetAwaiter().GetResult();
        stream.Rest().Select(Say).ShouldBe(expected);
    }

    // Writes a script and what it should be answered.
    private static void Write(Random random, ScriptedTransport stream, List<string> expected)
    {
        if (random.Next(10) > 0)
        {
            stream.SendHello($"model-{Interlocked.Increment(ref _agents)}");
            expected.Add("welcome 0");
        }

        var (greeted, last) = (expected.Count == 1, 0UL);
        var series = new RandomSeries(random);
        for (var n = random.Next(12); n > 0; n--)
        {
            var kind = random.Next(24);
            if (!greeted || kind == 0)
            {
                if (greeted || kind % 3 == 0) stream.SendHello(greeted ? "again" : "not allowed");
                else if (kind % 3 == 1) stream.SendBatch(1, series.Batch());
                else stream.Send(new AgentMessage { Heartbeat = new Heartbeat() });
                expected.Add("goodbye ProtocolError");
                return;
            }

            if (kind == 1)
            {
                stream.Send([0x12, 0xFF, 0xFF]);
                expected.Add("goodbye ProtocolError");
                return;
            }

            if (kind == 2)
            {
                stream.Send(new AgentMessage { Goodbye = new Goodbye() });
                return;
            }

            if (kind < 6) WriteSkipped(random, stream, ref last);
            else if (kind < 8) WriteHeartbeat(stream, expected, random.Next());
            else if (kind == 8) stream.Send(new AgentMessage { Event = new AgentEvent() });
            else if (kind == 9) stream.Send(new AgentMessage());
            else expected.Add(WriteBatch(random, stream, series, ref last));
        }
    }

    private static void WriteHeartbeat(ScriptedTransport stream, List<string> expected, long sent)
    {
        stream.Send(new AgentMessage { Heartbeat = new Heartbeat { SentUnixMs = sent } });
        expected.Add($"heartbeat {sent}");
    }

    private static void WriteSkipped(Random random, ScriptedTransport stream, ref ulong last)
    {
        var (first, to) = (Number(random, last), Number(random, last));
        stream.Send(new AgentMessage { Skipped = new Skipped { FirstSequence = first, LastSequence = to } });
        if (first > 0 && to >= first && to <= long.MaxValue && to > last && (last == 0 || first <= last + 1)) last = to;
    }

    private static string WriteBatch(Random random, ScriptedTransport stream, RandomSeries series, ref ulong last)
    {
        var number = Number(random, last);
        var batch = series.Batch();
        stream.SendBatch(number, batch);
        var points = batch.Sum(s => Math.Max(s.Timestamps.Count, s.Values.Count));
        var verdict = number is 0 or > long.MaxValue ? "bad"
            : number <= last ? "duplicate"
            : last == 0 || number - last - 1 <= MaxGap ? "taken"
            : "bad";
        if (verdict == "taken") last = number;
        return $"ack {number} {last} {verdict} {points}";
    }

    private static ulong Number(Random random, ulong last) => random.Next(16) switch
    {
        0 => 0,
        1 => ulong.MaxValue,
        2 => (ulong)random.NextInt64(),
        3 => last + MaxGap + 2,
        4 or 5 => (ulong)random.NextInt64((long)Math.Min(last, long.MaxValue - 1) + 1),
        6 => last + (ulong)random.Next(2, 100),
        _ => last + 1,
    };

    private static string Say(ServerMessage message) => message.BodyCase switch
    {
        ServerMessage.BodyOneofCase.Welcome => $"welcome {message.Welcome.LastSequence}",
        ServerMessage.BodyOneofCase.Heartbeat => $"heartbeat {message.Heartbeat.EchoUnixMs}",
        ServerMessage.BodyOneofCase.Goodbye => $"goodbye {message.Goodbye.Reason}",
        _ => $"ack {message.Ack.Sequence} {message.Ack.LastSequence} {VerdictOf(message.Ack)} {PointsOf(message.Ack.Result)}",
    };

    // However a batch fares, its points add up.
    private static uint PointsOf(BatchResult result) =>
        result.AcceptedPoints + result.DuplicatePoints + result.LatePoints + result.RejectedPoints;

    private static string VerdictOf(Ack ack) => ack.Result.Status == BatchStatus.Duplicate ? "duplicate"
        : ack.LastSequence == ack.Sequence && ack.Sequence > 0 ? "taken"
        : ack.Result is { Status: BatchStatus.Rejected, Violations: [{ Code: Violation.Types.Code.BadSequence }] } ? "bad"
        : "unheard of";
}
