using CleanLite.Abuse.Runs;
using CleanLite.Testing.Http2;
using CleanLite.V1;
using Google.Protobuf;

namespace CleanLite.Abuse.Categories;

/// <summary>M4: bytes that are nearly a message. Taken or refused; that a decoder stumbles (UNKNOWN) is a defect.</summary>
internal sealed class Mutants : ICategory
{
    private const int Full = 100_000;
    private const string Expected = "grpc OK|grpc Internal|grpc InvalidArgument";

    // Wire types and lengths that often break parsers: groups within groups, a varint of eleven bytes, a length of 2^63, an unknown field of 64 KB, broken UTF-8, NaN, both infinities.
    private static readonly byte[][] Inserts =
    [
        [.. Enumerable.Repeat((byte)0x0B, 200)], [.. Enumerable.Repeat((byte)0xFF, 11)], [0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
        [0xC2, 0x3E, 0x80, 0x80, 0x04, .. new byte[65_536]], [0x0A, 0x02, 0xC3, 0x28], [0x22, 0x08, 0, 0, 0, 0, 0, 0, 0xF8, 0x7F], [0x22, 0x10, 0, 0, 0, 0, 0, 0, 0xF0, 0x7F, 0, 0, 0, 0, 0, 0, 0xF0, 0xFF], [0x0F], [0x0E], [0x0C], [0x12, 0x80], [0x80, 0x80, 0x80, 0x80, 0x00],
    ];

    public string Name => "M4";

    public string Summary => "protobuf: flipped, cut, doubled and inserted bytes, deep groups, long varints, lengths that lie, broken UTF-8, NaN";

    public async Task RunAsync(Attack attack)
    {
        await using var bench = await Bench.OpenAsync(attack);
        await attack.PlayAllAsync(Enumerable.Range(0, attack.Of(Full)).Select(i =>
        {
            var isMessage = i % 8 == 0;
            var mutant = Mutate(isMessage ? BatchMessage() : Request(), attack.Random);
            return (Convert.ToHexString(mutant.AsSpan(0, Math.Min(mutant.Length, 60))), Expected, (Func<Task<Outcome>>)(() => isMessage
                ? bench.CallAsync(Bench.Fields(Bench.Connect), [GrpcMessage.Framed(Bench.GoodMessage(Bench.Connect)), GrpcMessage.Framed(mutant)])
                : bench.CallAsync(i % 2 == 0 ? Bench.Validate : Bench.Ingest, GrpcMessage.Framed(mutant))));
        }));
    }

    private static byte[] Request() => new IngestRequest { AgentId = "mutant", Labels = { ["a"] = "b" }, Series = { Bench.GoodSeries(), Bench.GoodSeries() } }.ToByteArray();

    private static byte[] BatchMessage() => new AgentMessage { Batch = new MetricBatch { Sequence = 1, Series = { Bench.GoodSeries() } } }.ToByteArray();

    private static byte[] Mutate(byte[] good, Random random)
    {
        var mutant = good.ToList();
        for (var n = random.Next(1, 4); n > 0 && mutant.Count > 0; n--)
        {
            var at = random.Next(mutant.Count);
            switch (random.Next(6))
            {
                case 0: mutant[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: mutant[at] = (byte)random.Next(256); break;
                case 2: mutant.RemoveAt(at); break;
                case 3: mutant.RemoveRange(at, mutant.Count - at); break;
                case 4: mutant.InsertRange(at, mutant.GetRange(at, random.Next(mutant.Count - at))); break;
                default: mutant.InsertRange(random.Next(2) == 0 ? 0 : at, Inserts[random.Next(Inserts.Length)]); break;
            }
        }

        return [.. mutant];
    }
}
