using CleanLite.Api.Tests.Fleet;
using CleanLite.V1;
using Grpc.Core;
using Code = CleanLite.V1.Violation.Types.Code;

namespace CleanLite.Api.Tests.Ingest;

/// <summary>Each reason to refuse a series or a batch, through every method of the door.</summary>
public sealed class ViolationTests
{
    private static readonly string[] Limits =
        ["Ingest:MaxSeriesPerBatch=8", "Ingest:MaxPointsPerBatch=20", "Ingest:MaxLabelsPerSeries=3", "Ingest:MaxSeriesPerAgent=9"];

    public static TheoryData<Code> OneSeries =>
    [
        Code.LengthMismatch, Code.NotIncreasing, Code.EmptySeries, Code.BadMetricName, Code.BadLabel, Code.NotFinite, Code.TooOld,
        Code.TooFarInFuture, Code.TooManyLabels, Code.BadText,
    ];

    public static TheoryData<Code> WholeBatch => [Code.TooManySeries, Code.TooManyPoints, Code.EmptyBatch];

    [Theory]
    [MemberData(nameof(OneSeries))]
    public async Task Series_ThatBreaksARule_IsRefusedAndItsNeighboursAreNot(Code code)
    {
        await using var server = await TestServer.StartAsync(Limits);
        using var agent = await TestAgent.ConnectAsync(server.Client);
        var (good, bad, other) = (Samples.Series("good"), BadSeries(code), Samples.Series("other"));
        var request = new IngestRequest { AgentId = "script", Series = { good, bad, other } };

        var results = new[]
        {
            await server.Client.ValidateAsync(request),
            await server.Client.IngestAsync(request),
            (await agent.RoundTripAsync(1, good, bad, other)).Result,
        };
        foreach (var result in results)
        {
            result.Status.ShouldBe(BatchStatus.Partial);
            result.AcceptedPoints.ShouldBe(2U);
            result.RejectedPoints.ShouldBe((uint)Math.Max(bad.Timestamps.Count, bad.Values.Count));
            var violation = result.Violations.ShouldHaveSingleItem();
            (violation.Code, violation.SeriesIndex).ShouldBe((code, 1));
            violation.Detail.ShouldNotBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(WholeBatch))]
    public async Task Batch_ThatBreaksARule_IsRefusedWholeAndTheNextIsNot(Code code)
    {
        await using var server = await TestServer.StartAsync(Limits);
        using var agent = await TestAgent.ConnectAsync(server.Client);
        var series = BadBatch(code);
        var request = new IngestRequest { AgentId = "script", Series = { series } };

        var results = new[]
        {
            await server.Client.ValidateAsync(request),
            await server.Client.IngestAsync(request),
            (await agent.RoundTripAsync(1, series)).Result,
        };
        foreach (var result in results)
        {
            result.Status.ShouldBe(BatchStatus.Rejected);
            result.RejectedPoints.ShouldBe((uint)series.Sum(s => s.Values.Count));
            var violation = result.Violations.ShouldHaveSingleItem();
            (violation.Code, violation.SeriesIndex).ShouldBe((code, -1));
        }

        server.Applied.Points.ShouldBeEmpty();
        (await agent.RoundTripAsync(2, Samples.Series())).Result.Status.ShouldBe(BatchStatus.Accepted);
    }

    [Fact]
    public async Task Series_BeyondTheAgentsCap_AreRefusedAndKnownOnesAreNot()
    {
        await using var server = await TestServer.StartAsync(Limits);
        using var agent = await TestAgent.ConnectAsync(server.Client);
        await agent.RoundTripAsync(1, [.. Enumerable.Range(0, 8).Select(i => Samples.Series($"m{i}"))]);
        var result = (await agent.RoundTripAsync(2, [.. Enumerable.Range(6, 5).Select(i => Samples.Series($"m{i}"))])).Result;

        (result.Status, result.AcceptedPoints, result.RejectedPoints).ShouldBe((BatchStatus.Partial, 3U, 2U));
        result.Violations.Select(v => (v.Code, v.SeriesIndex)).ShouldBe([(Code.SeriesLimit, 3), (Code.SeriesLimit, 4)]);
    }

    [Fact]
    public async Task Violations_MoreThanSixteen_AreCounted()
    {
        await using var server = await TestServer.StartAsync();
        var request = new IngestRequest { AgentId = "script", Series = { Enumerable.Range(0, 40).Select(_ => new TimeSeries { Metric = "1 bad" }) } };
        var result = await server.Client.IngestAsync(request);

        result.Violations.Count.ShouldBe(16);
        result.MoreViolations.ShouldBe(24U);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no spaces")]
    [InlineData("tab\t")]
    [InlineData("<script>")]
    public async Task Call_BadAgentId_IsInvalidAndNamesTheRule(string id)
    {
        await using var server = await TestServer.StartAsync();
        var request = new IngestRequest { AgentId = id, Series = { Samples.Series() } };
        foreach (var call in new Func<Task>[] { () => server.Client.IngestAsync(request).ResponseAsync, () => server.Client.ValidateAsync(request).ResponseAsync })
        {
            var error = await Should.ThrowAsync<RpcException>(call);
            error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
            error.Status.Detail.ShouldContain("1 to 128 characters");
        }
    }

    [Fact]
    public async Task Call_BadLabels_AreInvalid()
    {
        await using var server = await TestServer.StartAsync(Limits);
        var request = new IngestRequest { AgentId = "script", Labels = { ["a"] = "1", ["b"] = "1", ["c"] = "1", ["d"] = "1" }, Series = { Samples.Series() } };
        var error = await Should.ThrowAsync<RpcException>(() => server.Client.IngestAsync(request).ResponseAsync);
        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task Call_AtTheCapOnAgents_IsExhaustedAndSaysWhy()
    {
        await using var server = await TestServer.StartAsync(["Fleet:MaxAgents=1"]);
        using var agent = await TestAgent.ConnectAsync(server.Client);
        var error = await Should.ThrowAsync<RpcException>(
            () => server.Client.IngestAsync(new IngestRequest { AgentId = "script", Series = { Samples.Series() } }).ResponseAsync);
        error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        error.Status.Detail.ShouldContain("script");
    }

    [Fact]
    public async Task Call_WhileOverloaded_IsToComeAgain()
    {
        await using var server = await TestServer.StartAsync();
        server.Broadcaster.IsFull = true;
        var result = await server.Client.IngestAsync(new IngestRequest { AgentId = "script", Series = { Samples.Series() } });
        result.Status.ShouldBe(BatchStatus.Retry);
        result.RetryAfterMs.ShouldBeGreaterThan(0U);
    }

    private static TimeSeries BadSeries(Code code)
    {
        var series = new TimeSeries { Metric = "bad" };
        var now = Samples.NextTimestamp();
        (long[] timestamps, double[] values) = code switch
        {
            Code.LengthMismatch => (new[] { now, now + 1 }, new[] { 1.0 }),
            Code.NotIncreasing => ([now, now], [1, 2]),
            Code.EmptySeries => ([], []),
            Code.NotFinite => ([now], [double.NaN]),
            Code.TooOld => ([now - 7_200_000], [1]),
            Code.TooFarInFuture => ([new DateTimeOffset(2098, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds()], [1]),
            _ => ([now], [1]),
        };
        series.Timestamps.AddRange(timestamps);
        series.Values.AddRange(values);
        if (code == Code.BadMetricName) series.Metric = "9 lives";
        if (code == Code.BadLabel) series.Labels.Add("", "nameless");
        if (code == Code.BadText) series.Labels.Add("name", "line\nbreak");
        for (var i = 0; code == Code.TooManyLabels && i < 4; i++) series.Labels.Add($"l{i}", "");
        return series;
    }

    private static TimeSeries[] BadBatch(Code code) => code switch
    {
        Code.TooManySeries => [.. Enumerable.Range(0, 9).Select(i => Samples.Series($"m{i}"))],
        Code.TooManyPoints => [new TimeSeries { Metric = "m", Timestamps = { Enumerable.Range(0, 21).Select(i => (long)i) }, Values = { new double[21] } }],
        _ => [],
    };
}
