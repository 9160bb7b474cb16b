using CleanLite.Abuse.Http2;
using CleanLite.Abuse.Runs;
using CleanLite.Abuse.Servers;
using CleanLite.Testing.Http2;

namespace CleanLite.Abuse.Categories;

/// <summary>M5: what stands in the headers of a call, with and without a token.</summary>
internal sealed class CallHeaders : ICategory
{
    private const int Full = 3_000;
    private const string WrongPath = "grpc Unimplemented|http 404|rst ProtocolError";

    private static readonly string[] Timeouts = ["10S", "99999999H", "-1S", "+1S", "1.5S", "x", "1", "123456789S", "", "8H,9H", "0x1S", "\u00b9S"];
    private static readonly string[] Encodings = ["gzip", "deflate", "identity", "snappy", "", "gzip,deflate", "GZIP", "x\u00e9"];

    // RFC 9113, section 8.2.2, takes "trailers" and nothing else; Kestrel ends the connection, which section 5.4.1 leaves to it.
    private static readonly string[] MalformedTes = ["deflate", "", "trailers, deflate;q=0.5", "TRAILERS", "gzip"];

    private static readonly (string Type, bool IsGrpc)[] Types =
    [
        ("application/grpc", true), ("application/grpc+proto", true), ("application/grpc;charset=utf-8", true), ("application/grpcfoo", false), ("application/grpc-web", false),
        ("text/plain", false), ("", false), ("application/json", false), ("application", false), ("*/*", false),
    ];

    private static readonly string[] Authorities = ["localhost", "127.0.0.1", "localhost:4317", "evil.example", "[::1]:1"];

    private static readonly string[] WrongPaths =
    [
        "//cleanlite.v1.AgentService/Validate", "/cleanlite.v1.AgentService//Validate", "/cleanlite.v1.AgentService/Validate/", "/cleanlite.v1.AgentService%2FValidate",
        "/cleanlite.v1.agentservice/Validate", "/cleanlite.v1.AgentService/validate", "/CLEANLITE.V1.AGENTSERVICE/VALIDATE", "/cleanlite.v1.AgentService/Validate?x=1",
        "/cleanlite.v1.AgentService/%56alidate", "/cleanlite.v1.AgentService/Validate%00", "/./cleanlite.v1.AgentService/Validate", "/x/../cleanlite.v1.AgentService/Validate",
        "/cleanlite.v1.AgentService/Nothing", "/cleanlite.v1.Nobody/Validate", "/cleanlite.v1.AgentService", "/cleanlite.v1.AgentService/Validate;x", "/api/v2/nothing",
    ];

    public string Name => "M5";

    public string Summary => "grpc-timeout, grpc-encoding, te, content-type, authority, path and verb, with and without a token";

    public async Task RunAsync(Attack attack)
    {
        await using var bench = await Bench.OpenAsync(attack);
        byte[][] body = [GrpcMessage.Framed(Bench.GoodMessage(Bench.Validate))];
        await attack.PlayAllAsync(Enumerable.Range(0, attack.Of(Full)).Select(_ =>
        {
            var (fields, expected) = One(attack.Random);
            var name = string.Join(' ', fields.Where(f => f.Name != "authorization").Select(f => $"{f.Name}={f.Value}"));
            return (name, expected, (Func<Task<Outcome>>)(() => bench.CallAsync(fields, body)));
        }));
        foreach (var te in MalformedTes) await attack.PlayAsync($"te={te}", "goaway ProtocolError|rst ProtocolError", () => AloneAsync(attack, te, body[0]));
    }

    private static async Task<Outcome> AloneAsync(Attack attack, string te, byte[] body)
    {
        await using var link = await Link.ConnectAsync(attack.Server.GrpcDoor);
        var fields = Bench.Fields(Bench.Validate);
        Set(fields, "te", te);
        var call = await link.BeginAsync(fields);
        await call.SendAsync(body, end: true);
        return await call.Outcome;
    }

    private static (List<(string Name, string Value)> Fields, string Expected) One(Random random)
    {
        var path = random.Next(3) == 0 ? Pick(random, WrongPaths) : Bench.Validate;
        string?[] tokens = [AbuseServer.AgentToken, AbuseServer.AgentToken, null, "", AbuseServer.ViewerToken];
        var token = Pick(random, tokens);
        var fields = Bench.Fields(path, token);
        var (type, isGrpc) = random.Next(3) == 0 ? Pick(random, Types) : Types[0];
        Set(fields, "content-type", type);
        if (random.Next(2) == 0) fields.Add(("grpc-timeout", Pick(random, Timeouts)));
        if (random.Next(2) == 0) fields.Add(("grpc-encoding", Pick(random, Encodings)));
        if (random.Next(3) == 0) fields.RemoveAll(f => f.Name == "te");
        if (random.Next(3) == 0) Set(fields, ":authority", Pick(random, Authorities));
        var isPost = random.Next(5) > 0;
        if (!isPost) Set(fields, ":method", Pick(random, ["GET", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD", "BREW"]));
        return (fields, ExpectedOf(path, token, isGrpc, isPost));
    }

    // Who may not come in is told that or that there is nothing here, never more; who may is told what is wrong.
    private static string ExpectedOf(string path, string? token, bool isGrpc, bool isPost)
    {
        if (path != Bench.Validate) return $"{WrongPath}|grpc Unauthenticated|grpc PermissionDenied|http 401|http 403|http 405|http 415";
        var refused = token switch
        {
            null or "" => "grpc Unauthenticated|http 401",
            AbuseServer.ViewerToken => "grpc PermissionDenied|http 403",
            _ => null,
        };
        if (!isPost) return $"http 405|{refused}";
        if (!isGrpc) return $"http 415|{refused}";
        return refused ?? "grpc OK";
    }

    private static void Set(List<(string Name, string Value)> fields, string name, string value) => fields[fields.FindIndex(f => f.Name == name)] = (name, value);

    private static T Pick<T>(Random random, T[] choice) => choice[random.Next(choice.Length)];
}
