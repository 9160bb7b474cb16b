using System.Text;
using CleanLite.Application.Live;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;

namespace CleanLite.Application.Tests.Live;

public sealed class LiveCommandReaderTests
{
    [Fact]
    public void Read_SubscribeOfTheContract_HasFilterAndOptions()
    {
        var command = Read<SubscribeCommand>(
            """{"id":1,"action":"subscribe","channel":"metrics","filter":{"agents":["web-*","!web-9"],"metrics":["system.cpu.*"],"labels":{"env":["prod"]}},"snapshot":true,"intervalMs":0}""");
        command.Id.ShouldBe("1");
        var wanted = command.Subscription;
        (wanted.Channel, wanted.Snapshot, wanted.IntervalMs, wanted.Since).ShouldBe(("metrics", true, 0, null));
        var prod = LabelSet.Of(("env", "prod"));
        wanted.Series.Passes(new Series(0, AgentId.Parse("web-1"), new SeriesDefinition(MetricName.Parse("system.cpu.time"), prod))).ShouldBeTrue();
        wanted.Series.Passes(new Series(0, AgentId.Parse("web-9"), new SeriesDefinition(MetricName.Parse("system.cpu.time"), prod))).ShouldBeFalse();
    }

    [Fact]
    public void Read_SubscribeToEventsOfTheContract_HasPosition()
    {
        var wanted = Read<SubscribeCommand>(
            """{"id":2,"action":"subscribe","channel":"events","filter":{"types":["task.*"],"severities":["warn","error"]},"since":{"epoch":"k3jx9a2m","offset":812}}""").Subscription;
        wanted.Since.ShouldBe(new StreamPosition("k3jx9a2m", 812));
        var item = new Domain.Activity.ActivityEvent { Id = "1", Source = "server", Type = "task.failed", TimeUnixMs = 0 };
        wanted.Events.Passes(item).ShouldBeFalse();
        wanted.Events.Passes(item with { Severity = Domain.Activity.Severity.Error }).ShouldBeTrue();
    }

    [Fact]
    public void Read_OtherCommandsOfTheContract_AreThemselves()
    {
        Read<UnsubscribeCommand>("""{"id":3,"action":"unsubscribe","channel":"metrics"}""").ShouldBe(new UnsubscribeCommand("3", "metrics"));
        Read<PingCommand>("""{"id":4,"action":"ping"}""").ShouldBe(new PingCommand("4"));
        Read<CallCommand>("""{"id":5,"action":"call","method":"system.metrics"}""").ShouldBe(new CallCommand("5", "system.metrics"));
    }

    [Fact]
    public void Read_UnknownFields_AreIgnored() =>
        Read<PingCommand>("""{"action":"ping","colour":"red","nested":{"a":[1,2]},"id":null}""").Id.ShouldBeNull();

    [Fact]
    public void Read_FieldTwice_TakesTheLast() => Read<PingCommand>("""{"action":"dance","action":"ping"}""");

    [Theory]
    [InlineData("", "malformed")]
    [InlineData("{", "malformed")]
    [InlineData("{}x", "malformed")]
    [InlineData("[]", "malformed")]
    [InlineData("null", "malformed")]
    [InlineData("\"ping\"", "malformed")]
    [InlineData("{'action':'ping'}", "malformed")]
    [InlineData("{\"action\":\"ping\",}", "malformed")]
    [InlineData("{\"action\":\"ping\"/**/}", "malformed")]
    [InlineData("\ufeff{\"action\":\"ping\"}", "malformed")]
    [InlineData("{\"action\":NaN}", "malformed")]
    [InlineData("{\"action\":\"\\ud800\"}", "malformed")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"metrics\",\"filter\":{\"agents\":[\"\\udc00\"]}}", "malformed")]
    [InlineData("{}", "bad_field")]
    [InlineData("{\"action\":null}", "bad_field")]
    [InlineData("{\"action\":7}", "bad_field")]
    [InlineData("{\"action\":\"dance\"}", "unknown_action")]
    [InlineData("{\"action\":\"PING\"}", "unknown_action")]
    [InlineData("{\"action\":\"ping\",\"id\":{}}", "bad_field")]
    [InlineData("{\"action\":\"ping\",\"id\":true}", "bad_field")]
    [InlineData("{\"action\":\"call\"}", "bad_field")]
    [InlineData("{\"action\":\"call\",\"method\":[]}", "bad_field")]
    [InlineData("{\"action\":\"subscribe\"}", "bad_field")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"metric\"}", "unknown_channel")]
    [InlineData("{\"action\":\"unsubscribe\",\"channel\":\"\"}", "unknown_channel")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"metrics\",\"filter\":[]}", "bad_field")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"metrics\",\"filter\":{\"agents\":\"a\"}}", "bad_field")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"metrics\",\"filter\":{\"agents\":[1]}}", "bad_field")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"metrics\",\"filter\":{\"agents\":[\"\"]}}", "bad_field")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"metrics\",\"filter\":{\"labels\":[]}}", "bad_field")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"metrics\",\"filter\":{\"labels\":{\"a\":\"b\"}}}", "bad_field")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"metrics\",\"snapshot\":1}", "bad_field")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"metrics\",\"intervalMs\":1.5}", "bad_field")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"metrics\",\"intervalMs\":1e400}", "bad_field")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"metrics\",\"intervalMs\":-1}", "bad_field")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"metrics\",\"since\":\"a:1\"}", "bad_field")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"metrics\",\"since\":{\"epoch\":\"a\"}}", "bad_field")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"metrics\",\"since\":{\"epoch\":\"\",\"offset\":1}}", "bad_field")]
    [InlineData("{\"action\":\"subscribe\",\"channel\":\"metrics\",\"since\":{\"epoch\":\"a\",\"offset\":1e400}}", "bad_field")]
    public void Read_Faulty_SaysWhat(string text, string code) => Read<FaultyCommand>(text).Fault.Code.ShouldBe(code);

    [Fact]
    public void Read_FaultyWithId_KeepsIt() => Read<FaultyCommand>("""{"id":9,"action":"subscribe","channel":"metric"}""").ShouldBe(
        new FaultyCommand("9", LiveFault.NoChannel("metric")));

    [Theory]
    [InlineData(LiveCommandReader.MaxDepth, true)]
    [InlineData(LiveCommandReader.MaxDepth + 1, false)]
    [InlineData(10_000, false)]
    public void Read_Depth_IsLimited(int depth, bool fits)
    {
        var text = $"{{\"action\":\"ping\",\"x\":{new string('[', depth - 1)}{new string(']', depth - 1)}}}";
        (LiveCommandReader.Read(Encoding.UTF8.GetBytes(text)) is PingCommand).ShouldBe(fits);
    }

    [Theory]
    [InlineData(LiveCommandReader.MaxIdLength - 2, true)]
    [InlineData(LiveCommandReader.MaxIdLength - 1, false)]
    public void Read_Id_IsLimited(int length, bool fits) =>
        (LiveCommandReader.Read(Encoding.UTF8.GetBytes($"{{\"action\":\"ping\",\"id\":\"{new string('a', length)}\"}}")) is PingCommand).ShouldBe(fits);

    [Fact]
    public void Read_RandomDamage_NeverThrows()
    {
        var random = new Random(7);
        var sample = Encoding.UTF8.GetBytes(
            """{"id":2,"action":"subscribe","channel":"events","filter":{"types":["task.*"],"labels":{"a":["b"]}},"since":{"epoch":"k3jx9a2m","offset":812},"intervalMs":5}""");
        for (var run = 0; run < 50_000; run++)
        {
            var bytes = sample.ToArray();
            for (var hits = random.Next(1, 6); hits > 0; hits--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            LiveCommandReader.Read(bytes.AsMemory(0, random.Next(bytes.Length + 1))).ShouldNotBeNull();
        }
    }

    private static T Read<T>(string text)
        where T : LiveCommand => LiveCommandReader.Read(Encoding.UTF8.GetBytes(text)).ShouldBeOfType<T>();
}
