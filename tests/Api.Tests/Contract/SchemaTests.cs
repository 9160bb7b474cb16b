using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CleanLite.Api.Operations;
using CleanLite.Application.Fleet;
using CleanLite.Application.Live;
using CleanLite.Application.Operations;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live.Messages;
using CleanLite.Infrastructure.Live.WebSockets;
using CleanLite.Live.V1;

namespace CleanLite.Api.Tests.Contract;

/// <summary>The schemas name what the code names. That frames and answers fit them, field by field, is <see cref="ContractTests"/>.</summary>
public sealed class SchemaTests
{
    // Written beside the points themselves, not by ServerMessages.
    private static readonly string[] HotMessages = ["metrics", "snapshot"];

    private static readonly JsonElement Live = Read("schemas", "live.v1.json").GetProperty("$defs");
    private static readonly JsonElement Api = Read("openapi", "v1.json").GetProperty("components").GetProperty("schemas");

    [Fact]
    public void ServerMessages_AreThoseThatTheServerCanWrite()
    {
        var written = typeof(ServerMessages).GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(m => m.GetParameters().Any(p => p.ParameterType == typeof(FrameBuffer)))
            .Select(m => m.Name.ToLowerInvariant())
            .Concat(HotMessages)
            .ToList();
        ReferredBy("serverMessage").ShouldBe(written, ignoreOrder: true);
        ServerFrame.Descriptor.Oneofs.Single(o => o.Name == "body").Fields.Select(f => f.Name).ShouldBe(written, ignoreOrder: true);
    }

    [Fact]
    public void Commands_AreThoseThatTheServerTakes()
    {
        var actions = typeof(LiveCommand).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(LiveCommand)) && t != typeof(FaultyCommand))
            .Select(t => t.Name.Replace("Command", "", StringComparison.Ordinal).ToLowerInvariant());
        ReferredBy("clientCommand").ShouldBe(actions, ignoreOrder: true);
    }

    [Theory]
    [InlineData("subscribe", """{"id":1,"action":"subscribe","channel":"metrics","filter":{},"since":{"epoch":"e","offset":1},"snapshot":true,"intervalMs":5}""")]
    [InlineData("unsubscribe", """{"id":1,"action":"unsubscribe","channel":"metrics"}""")]
    [InlineData("ping", """{"id":1,"action":"ping"}""")]
    [InlineData("call", """{"id":1,"action":"call","method":"system.metrics"}""")]
    public void CommandFields_AreReadByTheServerAndOthersIgnored(string action, string text)
    {
        var command = JsonNode.Parse(text)!.AsObject();
        command.Select(f => f.Key).ShouldBe(PropertiesOf(Live.GetProperty(action)), ignoreOrder: true);
        Read(command).ShouldNotBeOfType<FaultyCommand>();

        foreach (var field in command.Select(f => f.Key).ToList()) Read(With(command, field, "[]")).ShouldBeOfType<FaultyCommand>(field);
        Read(With(command, "another", "[]")).ShouldNotBeOfType<FaultyCommand>();
    }

    [Theory]
    [InlineData("filter", """{"agents":["a"],"metrics":["m"],"labels":{"l":["v"]},"types":["t"],"severities":["warn"]}""")]
    [InlineData("since", """{"epoch":"e","offset":1}""")]
    public void NestedFields_AreReadByTheServerAndOthersIgnored(string field, string text)
    {
        var part = JsonNode.Parse(text)!.AsObject();
        part.Select(f => f.Key).ShouldBe(PropertiesOf(Live.GetProperty(field == "since" ? "position" : field)), ignoreOrder: true);
        Read(CommandWith(part)).ShouldBeOfType<SubscribeCommand>();

        foreach (var name in part.Select(f => f.Key).ToList()) Read(CommandWith(With(part, name, "true"))).ShouldBeOfType<FaultyCommand>(name);
        Read(CommandWith(With(part, "another", "true"))).ShouldBeOfType<SubscribeCommand>();

        JsonObject CommandWith(JsonObject inner) =>
            With(JsonNode.Parse("""{"action":"subscribe","channel":"metrics"}""")!.AsObject(), field, inner.ToJsonString());
    }

    [Fact]
    public void Words_AreThoseOfTheCode()
    {
        WordsOf(Live.GetProperty("channel"), "enum").ShouldBe(LiveChannels.All);
        WordsOf(Live.GetProperty("severity"), "enum").ShouldBe(Enum.GetValues<Severity>().Select(EventFilter.NameOf));
        WordsOf(Live.GetProperty("error").GetProperty("properties").GetProperty("code"), "examples").ShouldBe(LiveDocumentTests.ErrorCodes, ignoreOrder: true);
        WordsOf(Live.GetProperty("result").GetProperty("properties").GetProperty("method"), "examples").ShouldBe(SystemCall.Methods, ignoreOrder: true);
        WordsOf(Api.GetProperty("AgentState"), "enum").ShouldBe(WordsOf<AgentState>());
        WordsOf(Api.GetProperty("ViolationCode"), "enum").ShouldBe(WordsOf<ViolationCode>().Where(w => w != "unspecified"));
        WordsOf(Api.GetProperty("BatchResult").GetProperty("properties").GetProperty("status"), "enum").ShouldBe(WordsOf<BatchStatus>().Where(w => w != "unspecified"));
        WordsOf(Api.GetProperty("PushState"), "enum").ShouldBe(WordsOf<PushState>().Where(w => w != "unspecified"));
        WordsOf(Api.GetProperty("Push").GetProperty("properties").GetProperty("result"), "enum").ShouldBe(WordsOf<PushDelivery>());
        WordsOf(Api.GetProperty("HealthStatus"), "enum").ShouldBe(Enum.GetNames<HealthState>(), ignoreOrder: true);
    }

    private static LiveCommand Read(JsonObject command) => LiveCommandReader.Read(Encoding.UTF8.GetBytes(command.ToJsonString()));

    private static JsonObject With(JsonObject command, string field, string json)
    {
        var changed = command.DeepClone().AsObject();
        changed[field] = JsonNode.Parse(json);
        return changed;
    }

    private static IEnumerable<string> ReferredBy(string name) =>
        Live.GetProperty(name).GetProperty("oneOf").EnumerateArray().Select(o => o.GetProperty("$ref").GetString()!.Split('/')[^1]);

    private static IEnumerable<string> PropertiesOf(JsonElement schema) => schema.GetProperty("properties").EnumerateObject().Select(p => p.Name);

    private static IEnumerable<string> WordsOf(JsonElement schema, string keyword) =>
        schema.GetProperty(keyword).EnumerateArray().Select(w => w.GetString()!);

    private static IEnumerable<string> WordsOf<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);

    private static JsonElement Read(params string[] path) => JsonElement.Parse(File.ReadAllText(RepositoryFolder.At(["docs", .. path])));
}
