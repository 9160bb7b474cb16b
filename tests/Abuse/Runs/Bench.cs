using CleanLite.Abuse.Http2;
using CleanLite.Abuse.Servers;
using CleanLite.V1;
using Google.Protobuf;

namespace CleanLite.Abuse.Runs;

/// <summary>A connection on which the cases are streams, and a sibling: an agent's session beside them that streams throughout and must never notice.</summary>
internal sealed class Bench : IAsyncDisposable
{
    public const string Connect = "/cleanlite.v1.AgentService/Connect";
    public const string Ingest = "/cleanlite.v1.AgentService/Ingest";
    public const string Validate = "/cleanlite.v1.AgentService/Validate";

    private const int MaxFrame = 16 * 1024;

    // Cases that run beside one another must not take one another's sessions over, and there may not be an agent for each.
    private const int Agents = 64;
    private static int _greetings;

    private readonly Attack _attack;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _streaming;

    private Bench(Attack attack, Link link, RawSession sibling)
    {
        (_attack, Link) = (attack, link);
        _streaming = StreamAsync(sibling);
    }

    public Link Link { get; }

    public static async Task<Bench> OpenAsync(Attack attack)
    {
        var link = await Link.ConnectAsync(attack.Server.GrpcDoor);
        return new Bench(attack, link, await RawSession.OpenAsync(link, "sibling"));
    }

    /// <summary>The headers of a good call.</summary>
    public static List<(string Name, string Value)> Fields(string path, string? token = AbuseServer.AgentToken)
    {
        List<(string, string)> fields = [(":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"), ("te", "trailers"), ("content-type", "application/grpc")];
        if (token is not null) fields.Add(("authorization", $"Bearer {token}"));
        return fields;
    }

    /// <summary>A batch that is good, for any agent.</summary>
    public static TimeSeries GoodSeries(long timestamp = 0) => new()
    {
        Metric = "abuse.value",
        Timestamps = { timestamp == 0 ? DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() : timestamp },
        Values = { 1 },
        Unit = "1",
        Kind = MetricKind.Gauge,
    };

    /// <summary>The bytes of a good message for a method.</summary>
    public static byte[] GoodMessage(string path) => path == Connect
        ? new AgentMessage { Hello = new Hello { AgentId = $"abuse-{Interlocked.Increment(ref _greetings) % Agents}", SessionId = Guid.NewGuid().ToString("N") } }.ToByteArray()
        : new IngestRequest { AgentId = "abuse", Series = { GoodSeries() } }.ToByteArray();

    /// <summary>Makes a call of one DATA frame and half-closes it.</summary>
    public Task<Outcome> CallAsync(string path, byte[] body) => CallAsync(Fields(path), [body]);

    /// <summary>Makes a call whose body comes in a DATA frame for each piece, or several for one that is longer than a frame may be.</summary>
    public async Task<Outcome> CallAsync(IEnumerable<(string Name, string Value)> fields, IReadOnlyList<byte[]> body)
    {
        byte[][] pieces = [.. body.SelectMany(p => p.Length <= MaxFrame ? [p] : p.Chunk(MaxFrame))];
        var call = await Link.BeginAsync(fields, end: pieces.Length == 0);
        for (var i = 0; i < pieces.Length; i++) await call.SendAsync(pieces[i], end: i == pieces.Length - 1);
        return await call.Outcome;
    }

    /// <summary>Ends the sibling and counts it as a case: it must have been answered to the last batch.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _streaming;
        await Link.DisposeAsync();
        _stop.Dispose();
    }

    private async Task StreamAsync(RawSession sibling)
    {
        var batches = 0ul;
        await _attack.PlayLongAsync("sibling on the same connection", "acknowledged", async () =>
        {
            while (!_stop.IsCancellationRequested)
            {
                var ack = await sibling.SendBatchAsync(++batches).WaitAsync(Attack.Patience);
                if (ack?.Result.Status != BatchStatus.Accepted) return new Outcome(ack is null ? "ended" : $"{ack.Result.Status}");
                await Task.Delay(20, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return new Outcome("acknowledged");
        });
        _attack.Siblings += (long)batches;
    }
}
