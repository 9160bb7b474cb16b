using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CleanLite.Abuse.Runs;
using CleanLite.Abuse.Servers;
using CleanLite.Abuse.WebSockets;

namespace CleanLite.Abuse.Categories;

/// <summary>M11: positions to resume from that the server never gave. A fresh start or a refusal, and never a point that the filter leaves out.</summary>
internal sealed class ResumePositions : ICategory
{
    private const int Full = 5_000;

    public string Name => "M11";

    public string Summary => "positions to resume from: flipped, of another run, in the future, 1 MB; over commands, the query, SSE and polling";

    public async Task RunAsync(Attack attack)
    {
        using var http = new HttpClient { BaseAddress = attack.Server.Http };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AbuseServer.ViewerToken);
        using var latest = JsonDocument.Parse(await http.GetStringAsync("api/v1/latest?limit=1"));
        var epoch = latest.RootElement.GetProperty("epoch").GetString()!;
        await Parallel.ForEachAsync(Enumerable.Range(0, attack.Of(Full)).Select(_ => (Since: Position(attack.Random, epoch), Way: attack.Random.Next(10))).Chunk(250), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (chunk, _) =>
        {
            using var viewer = await RawSocket.ConnectAsync(attack.Server.HttpDoor);
            foreach (var ((name, claimed, offset), way) in chunk)
            {
                var since = $"{claimed}:{offset}";
                await (way switch
                {
                    0 => attack.PlayAsync($"{name} in the query", "fresh|http 400", () => QueryAsync(attack.Server, since)),
                    1 => attack.PlayAsync($"{name} as Last-Event-ID", "http 200|http 400", () => EventStreamAsync(http, since)),
                    2 => attack.PlayAsync($"{name} in a poll", "fresh|http 400", () => PollAsync(http, since)),
                    _ => attack.PlayAsync($"{name} in a command", "fresh|error bad_field|error malformed", () => CommandAsync(viewer, claimed, offset)),
                });
            }
        });
        await attack.PlayAsync("1 MB in a command", "close 1009", async () =>
        {
            using var viewer = await RawSocket.ConnectAsync(attack.Server.HttpDoor);
            return await CommandAsync(viewer, new string('e', 1024 * 1024), "1");
        });
        await attack.PlayAsync("1 MB in the query", "http 414|http 431|http 400|cut", () => QueryAsync(attack.Server, new string('e', 1024 * 1024) + ":1"));
        await attack.PlayAsync("no token", "http 401", () => QueryAsync(attack.Server, $"{epoch}:0", token: null));
        await attack.PlayAsync("an agent's token", "http 403", () => QueryAsync(attack.Server, $"{epoch}:0", AbuseServer.AgentToken));
    }

    private static (string Name, string Epoch, string Offset) Position(Random random, string epoch)
    {
        switch (random.Next(7))
        {
            case 0:
                var flipped = epoch.ToCharArray();
                var at = random.Next(flipped.Length);
                flipped[at] = flipped[at] == 'z' ? 'a' : (char)(flipped[at] + 1);
                return ("a flipped epoch", new string(flipped), "1");
            case 1: return ("an offset in the future", epoch, (1_000_000_000_000 + random.NextInt64(1_000_000_000_000)).ToString(CultureInfo.InvariantCulture));
            case 2: return ("an old epoch", new string([.. Enumerable.Range(0, epoch.Length).Select(_ => (char)('a' + random.Next(26)))]), random.Next(1000).ToString(CultureInfo.InvariantCulture));
            case 3: return ("a negative offset", epoch, $"-{random.Next(1, 1000)}");
            case 4: return ("an offset past 2^63", epoch, "9223372036854775808");
            case 5: return ("an epoch too long", new string('e', random.Next(65, 2_000)), "1");
            default: return ("no offset", epoch, random.Next(3) switch { 0 => "x", 1 => "1.5", _ => "1e400" });
        }
    }

    // The filter wants nobody: any point is one too many.
    private static async Task<Outcome> CommandAsync(RawSocket viewer, string epoch, string offset)
    {
        await viewer.SendAsync(ClientFrame.OfText(Encoding.UTF8.GetBytes(
            $"{{\"action\":\"subscribe\",\"channel\":\"metrics\",\"filter\":{{\"agents\":[\"nobody\"]}},\"snapshot\":false,\"since\":{{\"epoch\":\"{epoch}\",\"offset\":{offset}}}}}")));
        while (true)
        {
            var (opcode, payload) = await viewer.ReplyAsync();
            if (opcode == ClientFrame.Close) return new Outcome($"close {(payload[0] << 8) | payload[1]}");
            if (Read(payload) is { } outcome) return outcome;
        }
    }

    private static async Task<Outcome> QueryAsync(AbuseServer server, string since, string? token = AbuseServer.ViewerToken)
    {
        using var viewer = await RawSocket.ConnectAsync(server.HttpDoor, $"/live?agent=nobody&snapshot=false&since={since}", token);
        if (viewer.Answer.Status != 101) return new Outcome(viewer.Answer.Status == 0 ? "cut" : $"http {viewer.Answer.Status}", viewer.Answer.Head);
        while (true)
        {
            var (opcode, payload) = await viewer.ReplyAsync();
            if (opcode == ClientFrame.Close) return new Outcome($"close {(payload[0] << 8) | payload[1]}");
            if (Read(payload) is { } outcome) return outcome;
        }
    }

    private static Outcome? Read(byte[] payload)
    {
        using var message = JsonDocument.Parse(payload);
        var root = message.RootElement;
        var text = Encoding.UTF8.GetString(payload);
        return root.GetProperty("type").GetString() switch
        {
            "subscribed" => new Outcome(root.GetProperty("recovered").GetBoolean() ? "recovered" : "fresh", text),
            "error" => new Outcome($"error {root.GetProperty("code").GetString()}", text),
            "snapshot" or "metrics" when root.GetProperty("points").GetArrayLength() > 0 => new Outcome("foreign points", text),
            _ => null,
        };
    }

    private static async Task<Outcome> EventStreamAsync(HttpClient http, string since)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "live/sse?agent=nobody");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", $"metrics:{since}");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var text = answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync();
        return new Outcome($"http {(int)answer.StatusCode}", text);
    }

    private static async Task<Outcome> PollAsync(HttpClient http, string since)
    {
        using var answer = await http.GetAsync($"api/v1/latest?agent=nobody&since={since}");
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) return new Outcome($"http {(int)answer.StatusCode}", text);
        using var page = JsonDocument.Parse(text);
        if (page.RootElement.GetProperty("items").GetArrayLength() > 0) return new Outcome("foreign points", text);
        return new Outcome(page.RootElement.GetProperty("recovered").GetBoolean() ? "recovered" : "fresh", text);
    }
}
