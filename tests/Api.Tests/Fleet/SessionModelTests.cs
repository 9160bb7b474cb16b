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

    /// <summary>Two sessions of one agent, over one link after another: what was lost on the way comes again, and the server is full now and then.</summary>
    [Fact]
    public async Task Session_AnyScript_IsAnsweredAsTheModelSays()
    {
        var seen = new Coverage();
        await Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var answers = Run(new Random(seed));
            foreach (var verdict in (string[])["taken", "duplicate", "retry", "bad"]) seen.Note(verdict, answers.Exists(a => a.Contains($" {verdict} ", StringComparison.Ordinal)), most: 100);
            seen.Note("resumed", answers.Exists(a => a.StartsWith("welcome ", StringComparison.Ordinal) && a != "welcome 0"), most: 100);
        }).ShouldHoldApartAsync(cost: 20, seen);
    }

    private List<string> Run(int steps, Random random)
    {
        var agent = $"model-{Interlocked.Increment(ref _agents)}";
        Session[] sessions = [new("s1"), new("s2")];
        var answers = new List<string>();
        while (steps > 0)
        {
            var script = new Script(random, sessions[random.Next(5) / 4]);
            steps -= script.Write(agent, random.Next(1, steps + 1));
            script.Stream.Arriving = place => _server.Broadcaster.IsFull = script.FullAt.Contains(place);
            if (random.Next(2) == 0) script.Stream.HalfClose();
            else script.Stream.Break();
            script.Stream.Start(_server).WaitAsync(Eventually.Patience).GetAwaiter().GetResult();
            var answered = script.Stream.Rest().ConvertAll(Say);
            answered.ShouldBe(script.Expected);
            answers.AddRange(answered);
        }

        return answers;
    }

    private List<string> Run(Random random) => Run(random.Next(1, 101), random);

    /// <summary>What the model keeps of a session.</summary>
    private sealed class Session(string id)
    {
        private readonly HashSet<ulong> _owed = [];

        public string Id => id;

        public ulong Last { get; private set; }

        public ulong? Owed => _owed.Count > 0 ? _owed.Min() : null;

        public string Judge(ulong number, bool isFull)
        {
            if (number is 0 or > long.MaxValue) return "bad";
            if (number <= Last) return "duplicate";
            if (!_owed.Any(o => o < number))
            {
                if (Last > 0 && number - Last - 1 > MaxGap) return "bad";
                if (!isFull)
                {
                    Settle(number);
                    return "taken";
                }
            }

            if (Last == 0 || number - Last - 1 <= MaxGap) _owed.Add(number);
            return "retry";
        }

        public void Skip(ulong first, ulong to)
        {
            if (first > 0 && to >= first && to <= long.MaxValue && to > Last && (Last == 0 || first <= Last + 1)) Settle(to);
        }

        private void Settle(ulong number)
        {
            Last = number;
            _owed.RemoveWhere(o => o <= number);
        }
    }

    /// <summary>What is said over one link, and what should be answered.</summary>
    private sealed class Script(Random random, Session session)
    {
        private readonly RandomSeries _series = new(random);
        private int _sent;

        public ScriptedTransport Stream { get; } = new();

        public List<string> Expected { get; } = [];

        /// <summary>The places of batches that find the server full.</summary>
        public HashSet<int> FullAt { get; } = [];

        /// <summary>Writes up to <paramref name="steps"/> messages after the hello; returns how many.</summary>
        public int Write(string agent, int steps)
        {
            if (random.Next(20) == 0)
            {
                EndAtOnce(isGreeted: false);
                return 1;
            }

            Stream.SendHello(agent, session.Id);
            Expected.Add($"welcome {session.Last}");
            _sent++;
            for (var n = 1; n <= steps; n++)
            {
                var kind = random.Next(150);
                if (kind < 3)
                {
                    EndAtOnce(isGreeted: true);
                    return n;
                }

                if (kind == 3) Stream.Send(new AgentMessage { Goodbye = new Goodbye() });
                else WriteOne(kind % 12);
                if (kind == 3) return n;
                _sent++;
            }

            return steps;
        }

        private void EndAtOnce(bool isGreeted)
        {
            var kind = random.Next(3);
            if (kind == 0) Stream.Send([0x12, 0xFF, 0xFF]);
            else if (isGreeted) Stream.SendHello("again");
            else if (kind == 1) Stream.SendBatch(1, _series.Batch());
            else Stream.Send(new AgentMessage { Heartbeat = new Heartbeat() });
            Expected.Add("goodbye ProtocolError");
        }

        private void WriteOne(int kind)
        {
            switch (kind)
            {
                case 0:
                    var (first, to) = (Number(), Number());
                    Stream.Send(new AgentMessage { Skipped = new Skipped { FirstSequence = first, LastSequence = to } });
                    session.Skip(first, to);
                    break;
                case 1:
                    var sent = random.Next();
                    Stream.Send(new AgentMessage { Heartbeat = new Heartbeat { SentUnixMs = sent } });
                    Expected.Add($"heartbeat {sent}");
                    break;
                case 2:
                    Stream.Send(random.Next(2) == 0 ? new AgentMessage { Event = new AgentEvent() } : new AgentMessage());
                    break;
                default:
                    WriteBatch();
                    break;
            }
        }

        // A batch without series is refused whatever the room is.
        private void WriteBatch()
        {
            var (number, batch) = (Number(), _series.Batch());
            Stream.SendBatch(number, batch);
            var isFull = random.Next(5) == 0;
            if (isFull) FullAt.Add(_sent);
            var verdict = session.Judge(number, isFull && batch.Length > 0);
            var points = verdict == "retry" ? 0 : batch.Sum(s => Math.Max(s.Timestamps.Count, s.Values.Count));
            Expected.Add($"ack {number} {session.Last} {verdict} {points}");
        }

        // Mostly what comes next or is owed; also what came before (its answer was lost), leaves out some (they were lost), or is no number at all.
        private ulong Number() => random.Next(24) switch
        {
            0 => 0,
            1 => random.Next(2) == 0 ? ulong.MaxValue : (ulong)random.NextInt64(),
            2 => session.Last + MaxGap + 2,
            3 or 4 => (ulong)random.NextInt64((long)Math.Min(session.Last, long.MaxValue - 1) + 1),
            5 => session.Last + (ulong)random.Next(2, 100),
            6 or 7 or 8 => session.Last - Math.Min(session.Last, (ulong)random.Next(4)),
            9 or 10 or 11 or 12 when session.Owed is { } owed => owed,
            13 or 14 => session.Last + 2,
            _ => session.Last + 1,
        };
    }

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
        : ack.Result.Status == BatchStatus.Retry ? "retry"
        : ack.LastSequence == ack.Sequence && ack.Sequence > 0 ? "taken"
        : ack.Result is { Status: BatchStatus.Rejected, Violations: [{ Code: Violation.Types.Code.BadSequence }] } ? "bad"
        : "unheard of";
}
