using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Domain.Live;

namespace CleanLite.Domain.Tests.Live;

public sealed class SeriesFilterTests
{
    private static readonly Series Cpu = new(
        0, AgentId.Parse("web-1"), new SeriesDefinition(MetricName.Parse("system.cpu.utilization"), LabelSet.Of(("cpu.mode", "user"), ("env", "prod"))));

    [Fact]
    public void Passes_NoPatterns_TakesEverything()
    {
        SeriesFilter.All.IsAll.ShouldBeTrue();
        SeriesFilter.All.Passes(Cpu).ShouldBeTrue();
    }

    [Theory]
    [InlineData("web-*", "", "", true)]
    [InlineData("db-*", "", "", false)]
    [InlineData("db-*,web-1", "", "", true)]
    [InlineData("web-*,!web-1", "", "", false)]
    [InlineData("!db-*", "", "", true)]
    [InlineData("", "system.cpu.*", "", true)]
    [InlineData("", "system.memory.*", "", false)]
    [InlineData("", "", "prod", true)]
    [InlineData("", "", "test", false)]
    [InlineData("", "", "!test", true)]
    [InlineData("web-*", "system.*", "prod", true)]
    [InlineData("web-*", "system.*", "test", false)]
    public void Passes_Fields_AreJoinedByAndPatternsByOr(string agents, string metrics, string env, bool passes) =>
        Filter(agents, metrics, env).Passes(Cpu).ShouldBe(passes);

    [Fact]
    public void Passes_AbsentLabel_FitsNoPattern()
    {
        new SeriesFilter(PatternList.Any, PatternList.Any, [new("region", new PatternList(["*"]))]).Passes(Cpu).ShouldBeFalse();
        new SeriesFilter(PatternList.Any, PatternList.Any, [new("region", new PatternList(["!eu"]))]).Passes(Cpu).ShouldBeTrue();
    }

    [Fact]
    public void Key_SameMeaning_IsTheSame()
    {
        Filter("a,b", "", "").Key.ShouldBe(Filter("b,a,a", "", "").Key);
        Filter("a", "b", "").Key.ShouldNotBe(Filter("b", "a", "").Key);
        Filter("a,b", "", "").Key.ShouldNotBe(Filter("a", "", "b").Key);
    }

    [Fact]
    public void Constructor_LabelNameWithControlCharacters_IsRefused() =>
        Should.Throw<FormatException>(() => new SeriesFilter(PatternList.Any, PatternList.Any, [new("a\u0001b", PatternList.Any)]));

    private static SeriesFilter Filter(string agents, string metrics, string env) => new(
        List(agents), List(metrics), env.Length == 0 ? [] : [new("env", List(env))]);

    private static PatternList List(string patterns) => new(patterns.Split(',', StringSplitOptions.RemoveEmptyEntries));
}
