using CleanLite.Api.Hosting;
using Microsoft.Extensions.Configuration;

namespace CleanLite.Api.Tests.Hosting;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Read_Nothing_GivesTheDefaultsOfTheContract()
    {
        var (settings, errors, warnings) = Read();
        errors.ShouldBeEmpty();
        warnings.ShouldBeEmpty();
        (settings.Http.Address, settings.Http.Port, settings.Grpc.Address, settings.Grpc.Port).ShouldBe(("127.0.0.1", 8080, "127.0.0.1", 4317));
        settings.LocalAgent.Enabled.ShouldBeTrue();
        settings.Demo.Agents.ShouldBe(0);
        settings.Security.AllowAnonymous.ShouldBeFalse();
        var ingest = settings.Ingest;
        (ingest.MaxBatchBytes, ingest.MaxSeriesPerBatch, ingest.MaxPointsPerBatch).ShouldBe((4 * 1024 * 1024, 10_000, 100_000));
        (ingest.MaxLabelsPerSeries, ingest.MaxLabelNameLength, ingest.MaxLabelValueLength).ShouldBe((64, 128, 1_024));
        (ingest.MaxSeriesPerAgent, ingest.MaxSeries).ShouldBe((10_000, 1_000_000));
        (ingest.MaxAge, ingest.MaxFuture).ShouldBe((TimeSpan.FromHours(1), TimeSpan.FromMinutes(10)));
        settings.LatestState.IdleAfter.ShouldBe(TimeSpan.FromMinutes(10));
        var live = settings.Live;
        (live.HeartbeatMs, live.PingIntervalMs, live.PongTimeoutMs, live.QueueBytes).ShouldBe((5_000, 15_000, 10_000, 1024 * 1024));
        (live.RingSeconds, live.RingPoints, live.RingEvents).ShouldBe((60, 200_000, 1_000));
        (live.MaxViewers, live.MaxViewersPerAddress, live.MaxEventsPerSecond).ShouldBe((10_000, 200, 10));
        (settings.Fleet.HeartbeatIntervalMs, settings.Fleet.DeadAfterMs, settings.Fleet.MaxAgents).ShouldBe((15_000, 45_000, 10_000));
    }

    [Theory]
    [InlineData("Ingest:MaxBatchBytes", "2MiB", 2 * 1024 * 1024)]
    [InlineData("Ingest:MaxSeries", "50", 50)]
    public void Read_Numbers_ArePlainOrSizes(string key, string text, int value) =>
        (key.EndsWith("Bytes", StringComparison.Ordinal) ? Read((key, text)).Settings.Ingest.MaxBatchBytes : Read((key, text)).Settings.Ingest.MaxSeries)
            .ShouldBe(value);

    [Theory]
    [InlineData("10m", 600)]
    [InlineData("00:10:00", 600)]
    [InlineData("7d", 604_800)]
    [InlineData("1.5h", 5_400)]
    public void Read_SpansOfTime_HaveTwoSpellings(string text, int seconds) =>
        Read(("Ingest:MaxAge", text)).Settings.Ingest.MaxAge.ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Read_SeveralMistakes_AreAllNamedAtOnceWithKeyValueAndWhatIsAllowed()
    {
        var errors = Read(("Http:Port", "99999"), ("Ingest:MaxAge", "soon"), ("Demo:Agents", "-1"), ("LocalAgent:Enabled", "yes"), ("Live:QueueBytes", "1")).Errors;
        errors.Count.ShouldBe(5);
        errors.ShouldContain("CleanLite:Http:Port is '99999'; allowed: a whole number from 0 to 65535.");
        errors.ShouldContain(e => e.StartsWith("CleanLite:Ingest:MaxAge is 'soon'; allowed: a span of time", StringComparison.Ordinal));
        errors.ShouldContain("CleanLite:LocalAgent:Enabled is 'yes'; allowed: true or false.");
    }

    [Theory]
    [InlineData("0.0.0.0", null, false)]
    [InlineData("*", null, false)]
    [InlineData("192.0.2.7", null, false)]
    [InlineData("0.0.0.0", "true", true)]
    [InlineData("127.0.0.9", null, true)]
    [InlineData("::1", null, true)]
    [InlineData("localhost", null, true)]
    public void Read_AddressBeyondLoopback_NeedsThatToBeAllowed(string address, string? allowAnonymous, bool starts) =>
        (Read(("Http:Address", address), ("Security:AllowAnonymous", allowAnonymous)).Errors.Count == 0).ShouldBe(starts);

    [Fact]
    public void Read_AddressThatIsNone_IsAnError() => Read(("Grpc:Address", "somewhere")).Errors.ShouldHaveSingleItem().ShouldContain("an IP address");

    [Fact]
    public void Read_OnePortForBoth_IsAnError() =>
        Read(("Http:Port", "5000"), ("Grpc:Port", "5000")).Errors.ShouldHaveSingleItem().ShouldContain("another port");

    [Fact]
    public void Read_UnknownKey_IsAWarningThatNamesTheNearest()
    {
        var reading = Read(("Live:QueueByte", "1"));
        reading.Errors.ShouldBeEmpty();
        reading.Warnings.ShouldHaveSingleItem().ShouldBe("CleanLite:Live:QueueByte is no setting; the nearest one is CleanLite:Live:QueueBytes.");
    }

    [Fact]
    public void Read_ListOfOrigins_IsTaken() =>
        Read(("Security:AllowedOrigins:0", "https://a.example"), ("Security:AllowedOrigins:1", "https://b.example"))
            .Settings.Security.AllowedOrigins.ShouldBe(["https://a.example", "https://b.example"]);

    private static SettingsReading Read(params (string Key, string? Value)[] settings) => SettingsReader.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Where(s => s.Value is not null).Select(s => KeyValuePair.Create($"CleanLite:{s.Key}", s.Value)))
        .Build());
}
