using CleanLite.Abuse.Runs;
using CleanLite.Testing.Http2;

namespace CleanLite.Abuse.Categories;

/// <summary>M2: flag and length of a message.</summary>
internal sealed class MessagePrefixes : ICategory
{
    private const int Generated = 2_000;
    private const uint Cap = 4 * 1024 * 1024;
    private static readonly string[] Paths = [Bench.Validate, Bench.Ingest, Bench.Connect];

    public string Name => "M2";

    public string Summary => "gRPC prefixes: cut short, lengths that lie, flags 2 to 255, lengths up to 2^32-1";

    public async Task RunAsync(Attack attack)
    {
        await using var bench = await Bench.OpenAsync(attack);
        await attack.PlayAllAsync(Flags(attack, bench).Concat(Lengths(attack, bench)));
    }

    private static IEnumerable<(string, string, Func<Task<Outcome>>)> Flags(Attack attack, Bench bench) => Enumerable.Range(2, attack.Of(254)).Select(flag =>
    {
        var path = Paths[flag % Paths.Length];
        return ($"flag {flag} on {path}", "grpc Internal", (Func<Task<Outcome>>)(() => bench.CallAsync(path, GrpcMessage.Framed(Bench.GoodMessage(path), (byte)flag))));
    });

    private static IEnumerable<(string, string, Func<Task<Outcome>>)> Lengths(Attack attack, Bench bench)
    {
        for (var i = 0; i < attack.Of(Generated); i++)
        {
            var path = Paths[attack.Random.Next(Paths.Length)];
            var (name, body, expected) = One(path, attack.Random);
            yield return ($"{name} on {path}", expected, () => bench.CallAsync(path, body));
        }
    }

    private static (string Name, byte[] Body, string Expected) One(string path, Random random)
    {
        var message = Bench.GoodMessage(path);
        var length = (uint)message.Length;
        switch (random.Next(9))
        {
            case 0: return ("nothing", [], path == Bench.Connect ? "grpc OK" : "grpc Internal");
            case 1:
                var kept = random.Next(1, 5);
                return ($"{kept} bytes of a prefix", GrpcMessage.Framed(message)[..kept], "grpc Internal");
            case 2:
                var missing = random.Next(1, message.Length + 1);
                return ($"{missing} bytes missing", GrpcMessage.Framed(message)[..^missing], "grpc Internal");
            case 3: return ("a byte less than sent", GrpcMessage.Framed(message, length: length - 1), "grpc Internal");
            case 4: return ("a byte more than sent", GrpcMessage.Framed(message, length: length + 1), "grpc Internal");
            case 5: return ("as sent", GrpcMessage.Framed(message), "grpc OK");
            case 6: return ("the cap", GrpcMessage.Framed(message, length: Cap), "grpc Internal");
            case 7: return ("past the cap", GrpcMessage.Framed(message, length: Cap + (uint)random.Next(1, 1000)), "grpc ResourceExhausted");
            default:
                uint[] absurd = [int.MaxValue, 1u << 31, uint.MaxValue, 0xFF00_0000];
                var claimed = absurd[random.Next(absurd.Length)];
                return ($"{claimed} bytes", GrpcMessage.Framed(message, length: claimed), "grpc ResourceExhausted");
        }
    }
}
