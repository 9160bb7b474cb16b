using System.IO.Compression;
using CleanLite.Abuse.Runs;
using CleanLite.Testing.Http2;

namespace CleanLite.Abuse.Categories;

/// <summary>
/// M7: compressed messages that are cut short, of another format, or inflate past the cap. What is judged is what the server allocates for one: resident memory
/// rises by the garbage of all that came before, until the collector runs.
/// </summary>
internal sealed class CompressedBodies : ICategory
{
    private const int Full = 200;
    private const int Cap = 4 * 1024 * 1024;

    // The gRPC library inflates into a buffer that doubles: a message of the cap leaves one of 8 MiB and all that were before it, and is copied once.
    private const double MostAllocated = 20;

    // Below the window of a stream once compressed; enough noise that it is no bomb.
    private const int Noise = 150_000;

    public string Name => "M7";

    public string Summary => "gzip: cut short, trailing bytes, several members, bombs of 1,000:1, the cap and one more, another format";

    public async Task RunAsync(Attack attack)
    {
        await using var bench = await Bench.OpenAsync(attack);
        var (good, atCap, pastCap) = (Gzip(Message(1_000)), Gzip(Message(Cap)), Gzip(Message(Cap + 1)));
        var bomb = Gzip(new byte[64 * 1024 * 1024]);
        await attack.PlayAllAsync(Enumerable.Range(0, attack.Of(Full)).Select(i => One(i % 10, attack.Random)), parallel: 1);

        (string, string, Func<Task<Outcome>>) One(int kind, Random random) => kind switch
        {
            0 => Case("good", "grpc OK", good),
            1 => Case("cut short", "grpc Internal", good[..random.Next(1, good.Length - 1)]),
            2 => Case("bytes after the end", "grpc Internal|grpc OK", [.. good, .. new byte[random.Next(1, 100)]]),
            3 => Case("several members", "grpc OK", [.. Gzip(Message(1_000)[..500]), .. Gzip(Message(1_000)[500..])]),
            4 => Case("a bomb", "grpc ResourceExhausted", bomb),
            5 => Case("the cap", "grpc OK", atCap),
            6 => Case("one byte past the cap", "grpc ResourceExhausted", pastCap),
            7 => Case("not compressed", "grpc Internal", Message(1_000)),
            8 => Case("zlib in place of gzip", "grpc Internal", Zlib(Message(1_000))),
            _ => Case("a flipped byte", "grpc Internal|grpc OK|grpc InvalidArgument", Flipped(good, random)),
        };

        (string, string, Func<Task<Outcome>>) Case(string name, string expected, byte[] body) => (name, expected, () => CallAsync(body));

        async Task<Outcome> CallAsync(byte[] body)
        {
            var fields = Bench.Fields(Bench.Validate);
            fields.Add(("grpc-encoding", "gzip"));
            var before = await attack.Server.AllocatedAsync();
            var outcome = await bench.CallAsync(fields, [GrpcMessage.Framed(body, flag: 1)]);
            attack.Worst.Add("allocated for one message", (await attack.Server.AllocatedAsync() - before) / (1024 * 1024), MostAllocated, "MiB");
            return outcome;
        }
    }

    private static byte[] Flipped(byte[] bytes, Random random)
    {
        var flipped = bytes.ToArray();
        flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    // A good request and an unknown field (200) that fills it up to its length.
    private static byte[] Message(int length)
    {
        var request = Bench.GoodMessage(Bench.Validate);
        var lengthBytes = length > 1 << 21 ? 4 : 2;
        var filler = new byte[length - request.Length - 2 - lengthBytes];
        new Random(1).NextBytes(filler.AsSpan(0, Math.Min(filler.Length, Noise)));
        var varint = Enumerable.Range(0, lengthBytes).Select(i => (byte)(((filler.Length >> (7 * i)) & 127) | (i < lengthBytes - 1 ? 128 : 0)));
        return [.. request, 0xC2, 0x0C, .. varint, .. filler];
    }

    private static byte[] Zlib(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.SmallestSize)) zlib.Write(bytes);
        return output.ToArray();
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.SmallestSize)) gzip.Write(bytes);
        return output.ToArray();
    }
}
