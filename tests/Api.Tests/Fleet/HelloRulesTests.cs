using CleanLite.Api.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.V1;

namespace CleanLite.Api.Tests.Fleet;

public sealed class HelloRulesTests
{
    [Fact]
    public void Check_EverythingAtItsLimit_IsTaken()
    {
        var hello = new Hello
        {
            AgentId = new string('a', 128),
            SessionId = new string('s', 128),
            AgentVersion = new string('v', 255),
            Hostname = new string('h', 255),
            ConfigHash = new string('c', 255),
            ProtocolVersion = 1,
            ReportIntervalMs = uint.MaxValue,
            Capabilities = { Enumerable.Repeat(new string('c', 64), 64) },
        };
        for (var i = 0; i < 64; i++) hello.Labels.Add($"l{i}", new string('v', 1_024));

        var taken = Check(hello, out var fault);
        fault.ShouldBeEmpty();
        taken!.AgentId.Value.ShouldBe(hello.AgentId);
        taken.SessionId.ShouldBe(hello.SessionId);
        taken.AgentVersion.ShouldBe(hello.AgentVersion);
        taken.Hostname.ShouldBe(hello.Hostname);
        taken.ConfigHash.ShouldBe(hello.ConfigHash);
        taken.Capabilities.Count.ShouldBe(64);
        taken.Labels.Count.ShouldBe(64);
        taken.ReportIntervalMs.ShouldBe(int.MaxValue);
    }

    public static TheoryData<string, Action<Hello>> Faults => new()
    {
        { "agent id", h => h.AgentId = "" },
        { "agent id", h => h.AgentId = new string('a', 129) },
        { "agent id", h => h.AgentId = "a b" },
        { "Hello.session_id", h => h.SessionId = new string('s', 129) },
        { "Hello.session_id", h => h.SessionId = "a\nb" },
        { "Hello.agent_version", h => h.AgentVersion = new string('v', 256) },
        { "Hello.agent_version", h => h.AgentVersion = "1\u001b[2J" },
        { "Hello.hostname", h => h.Hostname = new string('h', 256) },
        { "Hello.hostname", h => h.Hostname = "\0" },
        { "Hello.config_hash", h => h.ConfigHash = new string('c', 256) },
        { "Hello.capabilities", h => h.Capabilities.Add(Enumerable.Repeat("c", 65)) },
        { "Hello.capabilities", h => h.Capabilities.Add(new string('c', 65)) },
        { "Hello.protocol_version", h => h.ProtocolVersion = 2 },
        { "Hello.labels", h => h.Labels.Add("", "nameless") },
        { "Hello.labels", h => h.Labels.Add("long", new string('v', 1_025)) },
        { "Hello.labels", h => h.Labels.Add(Enumerable.Range(0, 65).ToDictionary(i => $"l{i}", _ => "")) },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Check_ARuleBroken_NamesTheField(string field, Action<Hello> breakRule)
    {
        var hello = new Hello { AgentId = "a", SessionId = "s" };
        breakRule(hello);

        Check(hello, out var fault).ShouldBeNull();
        fault.ShouldContain(field);
        fault.ShouldNotContain("\n");
        fault.ShouldNotContain("\u001b");
    }

    private static Domain.Fleet.AgentHello? Check(Hello hello, out string fault) => HelloRules.Check(hello, LabelLimits.Default, out fault);
}
