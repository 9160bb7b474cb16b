using CleanLite.Abuse.Runs;
using CleanLite.Testing.Http2;

namespace CleanLite.Abuse.Categories;

/// <summary>M6: metadata whose names end in <c>-bin</c>. The server reads none, so none may fail a call.</summary>
internal sealed class BinaryHeaders : ICategory
{
    private const int Full = 500;
    private const int MostBytes = 8 * 1024;
    private const string Odd = "!\"#$%&'()*,-.:;<=>?@[]^_`{|}~ AZaz09+/=";

    public string Name => "M6";

    public string Summary => "-bin metadata: padded, unpadded, lists, characters that are no base64, up to 8 KB";

    public async Task RunAsync(Attack attack)
    {
        await using var bench = await Bench.OpenAsync(attack);
        byte[][] body = [GrpcMessage.Framed(Bench.GoodMessage(Bench.Validate))];
        await attack.PlayAllAsync(Enumerable.Range(0, attack.Of(Full)).Select(_ =>
        {
            var value = Value(attack.Random);
            var fields = Bench.Fields(Bench.Validate);
            fields.Add(("x-abuse-bin", value));
            if (attack.Random.Next(3) == 0) fields.Add(("grpc-trace-bin", Value(attack.Random)));
            var size = fields.Sum(f => f.Name.Length + f.Value.Length);
            return ($"-bin of {value.Length} characters", size < 16_000 ? "grpc OK" : "grpc OK|http 431|rst EnhanceYourCalm", (Func<Task<Outcome>>)(() => bench.CallAsync(fields, body)));
        }));
    }

    private static string Value(Random random)
    {
        var bytes = new byte[random.Next(3) == 0 ? random.Next(MostBytes * 3 / 4) : random.Next(64)];
        random.NextBytes(bytes);
        var good = Convert.ToBase64String(bytes);
        return random.Next(5) switch
        {
            0 => good,
            1 => good.TrimEnd('='),
            2 => $"{good[..(good.Length / 2)]},{good[(good.Length / 2)..].TrimEnd('=')},",
            3 => "",
            _ => new string([.. bytes.Select(b => Odd[b % Odd.Length])]).Trim(),
        };
    }
}
