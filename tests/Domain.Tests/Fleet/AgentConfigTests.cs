using CleanLite.Domain.Fleet;

namespace CleanLite.Domain.Tests.Fleet;

public sealed class AgentConfigTests
{
    [Fact]
    public void Hash_SameContentInAnotherOrder_IsTheSame()
    {
        var one = Create(1_000, ["cpu", "disk"], ("a", "1"), ("b", "2"));
        var other = Create(1_000, ["disk", "cpu", "cpu"], ("b", "2"), ("a", "1"));

        other.Hash.ShouldBe(one.Hash);
        other.ShouldBe(one);
        other.Collect.ShouldBe(["cpu", "disk"]);
    }

    [Fact]
    public void Hash_AnyDifference_IsAnother()
    {
        AgentConfig[] configs =
        [
            Create(1_000, ["cpu"], ("a", "1")),
            Create(1_001, ["cpu"], ("a", "1")),
            Create(1_000, ["cpus"], ("a", "1")),
            Create(1_000, [], ("a", "1")),
            Create(1_000, ["cpu"], ("a", "2")),
            Create(1_000, ["cpu"], ("a1", "")),
            Create(1_000, ["cpu"]),
        ];

        configs.Select(c => c.Hash).Distinct().Count().ShouldBe(configs.Length);
    }

    [Fact]
    public void Hash_IsFixedForGood()
    {
        // Agents remember hashes over years: the canonical form must never change.
        Create(5_000, ["cpu", "memory"], ("exclude", "system.network.*")).Hash.ShouldBe("5df9d8d414d561485fdc05fcf8ee6193");
        Create(0, []).Hash.Length.ShouldBe(32);
    }

    [Theory]
    [InlineData(-1, "cpu", "x", "y", "reportIntervalMs is -1; 0 or 100 to 86400000 are allowed.")]
    [InlineData(99, "cpu", "x", "y", "reportIntervalMs is 99")]
    [InlineData(86_400_001, "cpu", "x", "y", "reportIntervalMs is 86400001")]
    [InlineData(100, "CPU", "x", "y", "collect holds 'CPU' (3 characters); a group starts with a letter")]
    [InlineData(100, "", "x", "y", "collect holds ''")]
    [InlineData(100, "cpu", "", "y", "settings has the name ''")]
    [InlineData(100, "cpu", "x", "a\nb", "settings.x is 'a\\u000Ab'")]
    public void TryCreate_AgainstTheRules_NamesFieldValueAndWhatIsAllowed(long interval, string group, string name, string value, string told)
    {
        AgentConfig.TryCreate(interval, [group], [new(name, value)], out var faults).ShouldBeNull();
        faults.ShouldHaveSingleItem().ShouldStartWith(told);
    }

    [Theory]
    [InlineData(AgentConfig.MaxGroups, AgentConfig.MaxSettings, AgentConfig.MaxSettingValueLength, 0)]
    [InlineData(AgentConfig.MaxGroups + 1, AgentConfig.MaxSettings, AgentConfig.MaxSettingValueLength, 1)]
    [InlineData(AgentConfig.MaxGroups, AgentConfig.MaxSettings + 1, AgentConfig.MaxSettingValueLength, 1)]
    [InlineData(AgentConfig.MaxGroups, 1, AgentConfig.MaxSettingValueLength + 1, 1)]
    public void TryCreate_AtTheCapsAndBeyond_TakesOrRefuses(int groups, int settings, int valueLength, int wrong)
    {
        AgentConfig.TryCreate(
            0,
            [.. Enumerable.Range(0, groups).Select(i => $"g{i}")],
            [.. Enumerable.Range(0, settings).Select(i => KeyValuePair.Create($"s{i}", new string('v', valueLength)))],
            out var faults);
        faults.Count.ShouldBe(wrong);
    }

    [Fact]
    public void TryCreate_SettingNamedTwice_IsRefused()
    {
        AgentConfig.TryCreate(0, [], [new("a", "1"), new("a", "2")], out var faults).ShouldBeNull();
        faults.ShouldHaveSingleItem().ShouldContain("twice");
    }

    private static AgentConfig Create(long interval, string[] collect, params (string Name, string Value)[] settings) =>
        AgentConfig.TryCreate(interval, collect, [.. settings.Select(s => KeyValuePair.Create(s.Name, s.Value))], out _).ShouldNotBeNull();
}
