using CleanLite.Application.Fleet;
using CleanLite.Application.Operations;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Infrastructure.Fleet;
using Microsoft.Extensions.Logging.Abstractions;

namespace CleanLite.Infrastructure.Tests.Fleet;

public sealed class ConfigStoreTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();

    private string FilePath => Path.Combine(_directory.FullName, "sub", "configs.json");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task SaveAsync_ThenRestored_IsTheSame()
    {
        var before = NewConfigs();
        before.TrySet(DesiredConfig.OfAgent(AgentId.Parse("team/web:1"), Config(1_000), 7)).ShouldBeTrue();
        before.TrySet(DesiredConfig.OfGroup(LabelSet.Of(("env", "prod \"x\"")), Config(2_000), 8)).ShouldBeTrue();
        before.TrySet(DesiredConfig.OfGroup(LabelSet.Of(("role", "web")), Config(3_000), 9)).ShouldBeTrue();
        (await before.SaveAsync()).ShouldBeTrue();

        var after = NewConfigs();
        await after.RestoreAsync(default);
        after.For(AgentId.Parse("team/web:1"), LabelSet.Empty).ShouldBe(DesiredConfig.OfAgent(AgentId.Parse("team/web:1"), Config(1_000), 7));
        after.For(AgentId.Parse("x"), LabelSet.Of(("env", "prod \"x\""), ("role", "web"))).ShouldNotBeNull().Config.ShouldBe(Config(3_000));
        Directory.GetFiles(Path.GetDirectoryName(FilePath)!).ShouldBe([FilePath]);
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("{}")]
    [InlineData("""{"configs":[{"agent":"two words"}]}""")]
    [InlineData("""{"configs":[{"agent":"a","reportIntervalMs":1}]}""")]
    public async Task RestoreAsync_FileThatCannotBeRead_IsPutAsideAndToldNotLost(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        await File.WriteAllTextAsync(FilePath, content);
        var configs = NewConfigs();
        await configs.RestoreAsync(default);

        configs.Read().State.ShouldBe(HealthState.Degraded);
        (await File.ReadAllTextAsync(FilePath + ".unreadable")).ShouldBe(content);
        File.Exists(FilePath).ShouldBeFalse();
    }

    [Fact]
    public async Task SaveAsync_NoPlaceToWrite_SaysSoAndHoldsInMemory()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.FullName, "sub"), "a file where the directory ought to be");
        var configs = NewConfigs();
        configs.TrySet(DesiredConfig.OfAgent(AgentId.Parse("a"), Config(1_000), 0));

        (await configs.SaveAsync()).ShouldBeFalse();
        configs.Read().State.ShouldBe(HealthState.Degraded);
        configs.For(AgentId.Parse("a"), LabelSet.Empty).ShouldNotBeNull();
    }

    [Fact]
    public async Task SaveAsync_ManyAtOnce_KeepsTheLastOfEach()
    {
        var configs = NewConfigs();
        var saved = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
        {
            configs.TrySet(DesiredConfig.OfAgent(AgentId.Parse($"a{i}"), Config(1_000 + i), 0));
            return await configs.SaveAsync();
        })));

        saved.ShouldAllBe(kept => kept);
        var after = NewConfigs();
        await after.RestoreAsync(default);
        Enumerable.Range(0, 50).ShouldAllBe(i => after.For(AgentId.Parse($"a{i}"), LabelSet.Empty)!.Config.ReportIntervalMs == 1_000 + i);
    }

    private static AgentConfig Config(int intervalMs) => AgentConfig.TryCreate(intervalMs, ["cpu"], [new("exclude", "a\"b")], out _)!;

    private AgentConfigs NewConfigs() => new(new FileConfigStore(FilePath), new FleetOptions(), NullLogger<AgentConfigs>.Instance);
}
