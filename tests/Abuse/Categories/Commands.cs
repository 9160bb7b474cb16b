using System.Text;
using System.Text.Json;
using CleanLite.Abuse.Runs;
using CleanLite.Abuse.WebSockets;

namespace CleanLite.Abuse.Categories;

/// <summary>M10: what a viewer can send as a command. One reply to each, or the right close code.</summary>
internal sealed class Commands : ICategory
{
    private const int Full = 50_000;
    private const int Viewers = 4;
    private const int MaxMessage = 64 * 1024;
    private const double SlowestMs = 10;
    private const string Replies = "pong|subscribed|unsubscribed|result|error malformed|error bad_field|error unknown_action|error unknown_channel|error unknown_method|error not_subscribed";

    private static readonly string[] Values =
    [
        "1", "-1", "1e400", "-0", "0.1", "1e-400", "123456789012345678901234567890", "NaN", "Infinity", "true", "null", "\"\"", "\"x\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"",
        "\"\\x\"", "[]", "{}", "[[]]", "[1]", "[\"*\"]", "{\"a\":1}", "'x'", "\"<script>\"", "\"\\r\\n\"", "\"\u2028\"", "", "01", "+1", ".5", "0x10", "tru", "\"unfinished",
    ];

    private static readonly string[] Fields = ["id", "action", "channel", "filter", "since", "snapshot", "intervalMs", "method", "__proto__", "", "\\ud800"];
    private static readonly string[] FilterFields = ["agents", "metrics", "labels", "types", "severities"];
    private static readonly string[] Actions = ["subscribe", "unsubscribe", "ping", "call", "SUBSCRIBE", "", "drop"];
    private static readonly string[] Channels = ["metrics", "events", "tasks", "nothing", "", "metrics "];

    public string Name => "M10";

    public string Summary => "commands on /live: nesting, doubled keys, BOM, surrogates, 1e400, NaN, wrong types, 1 MB";

    public async Task RunAsync(Attack attack)
    {
        var messages = Enumerable.Range(0, attack.Of(Full)).Select(i => i % 500 == 499 ? TooBig() : One(attack.Random)).Chunk(500);
        await Parallel.ForEachAsync(messages, new ParallelOptions { MaxDegreeOfParallelism = Viewers }, async (chunk, _) =>
        {
            using var viewer = await RawSocket.ConnectAsync(attack.Server.HttpDoor);
            foreach (var (name, message, expected) in chunk)
            {
                var clock = System.Diagnostics.Stopwatch.StartNew();
                await attack.PlayAsync(name, expected, () => PlayAsync(viewer, message));
                attack.Worst.Add("slowest reply", clock.Elapsed.TotalMilliseconds, attack.JudgesTime ? SlowestMs : double.PositiveInfinity, "ms");
            }
        });
    }

    private static async Task<Outcome> PlayAsync(RawSocket viewer, byte[] message)
    {
        await viewer.SendAsync(ClientFrame.OfText(message));
        while (true)
        {
            var (opcode, payload) = await viewer.ReplyAsync();
            var text = Encoding.UTF8.GetString(payload);
            if (opcode == ClientFrame.Close) return new Outcome($"close {(payload[0] << 8) | payload[1]}", text[2..]);
            using var reply = JsonDocument.Parse(text);
            var type = reply.RootElement.GetProperty("type").GetString();
            if (type is "snapshot" or "metrics" or "event" or "merged" or "lost") continue;
            return new Outcome(type == "error" ? $"error {reply.RootElement.GetProperty("code").GetString()}" : type!, text);
        }
    }

    private static (string Name, byte[] Message, string Expected) TooBig() => ("1 MB", [.. "{\"id\":\""u8, .. Enumerable.Repeat((byte)'x', 1024 * 1024), .. "\"}"u8], "close 1009");

    private static (string Name, byte[] Message, string Expected) One(Random random)
    {
        switch (random.Next(12))
        {
            case 0:
                var depth = random.Next(17, 10_000);
                return ($"nested {depth} deep", Bytes($"{{\"action\":\"ping\",\"x\":{new string('[', depth)}{new string(']', depth)}}}"), "error malformed");
            case 1:
                return ($"nested objects", Bytes(string.Concat(Enumerable.Repeat("{\"a\":", random.Next(17, 5_000)))), "error malformed");
            case 2: return ("BOM", [0xEF, 0xBB, 0xBF, .. "{\"action\":\"ping\"}"u8], "pong|error malformed");
            case 3:
                var key = Pick(random, Fields);
                return ("doubled key", Bytes($"{{\"action\":\"ping\",\"{key}\":{Pick(random, Values)},\"{key}\":1,\"action\":\"ping\"}}"), "pong|error malformed|error bad_field");
            case 4:
                var whole = "{\"id\":1,\"action\":\"subscribe\",\"channel\":\"metrics\",\"filter\":{\"agents\":[\"nobody\"]}}";
                return ("cut short", Bytes(whole[..random.Next(whole.Length)]), "error malformed");
            case 5: return ("no object", Bytes(Pick(random, Values)), "error malformed|error bad_field");
            case 6: return ("a long string", Bytes($"{{\"action\":\"{new string('y', random.Next(MaxMessage - 100))}\"}}"), "error unknown_action");
            case 7: return ("a long id", Bytes($"{{\"action\":\"ping\",\"id\":\"{new string('9', random.Next(130, 60_000))}\"}}"), "error bad_field");
            case 8: return ("flipped bytes", Flipped(random), Replies);
            case 9: return ("many patterns", Bytes($"{{\"action\":\"subscribe\",\"channel\":\"events\",\"filter\":{{\"agents\":[{string.Join(',', Enumerable.Repeat("\"*a*b*c*d*e*f\"", random.Next(101, 3_000)))}]}}}}"), "error bad_field");
            default: return Random(random);
        }
    }

    private static (string Name, byte[] Message, string Expected) Random(Random random)
    {
        var fields = Enumerable.Range(0, random.Next(1, 5)).Select(_ => $"\"{Pick(random, Fields)}\":{Value(random)}");
        var text = $"{{\"action\":\"{Pick(random, Actions)}\",\"channel\":\"{Pick(random, Channels)}\",{string.Join(',', fields)}}}";
        return (text, Bytes(text), Replies);
    }

    private static string Value(Random random) => random.Next(4) switch
    {
        0 => $"{{\"{Pick(random, FilterFields)}\":{Pick(random, Values)}}}",
        1 => $"{{\"epoch\":{Pick(random, Values)},\"offset\":{Pick(random, Values)}}}",
        _ => Pick(random, Values),
    };

    // Bytes from 0x80 on would not be UTF-8, which closes; M9 has those.
    private static byte[] Flipped(Random random)
    {
        var bytes = "{\"id\":1,\"action\":\"subscribe\",\"channel\":\"events\",\"filter\":{\"types\":[\"x.*\"]},\"snapshot\":false}"u8.ToArray();
        for (var n = random.Next(1, 4); n > 0; n--) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(7));
        return bytes;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static T Pick<T>(Random random, T[] choice) => choice[random.Next(choice.Length)];
}
