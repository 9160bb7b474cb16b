using System.Net;
using System.Net.Sockets;
using System.Text;
using CleanLite.Api.Ingest;
using CleanLite.V1;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Api.Tests.Ingest;

public sealed class HttpIngestTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Path = "/api/v1/ingest";

    private readonly TestServer _server = shared.Server;

    [Fact]
    public async Task Post_GoodBatch_IsTakenLikeAnyOther()
    {
        var at = Samples.NextTimestamp();
        var (status, body, _) = await _server.PostJsonAsync(Path, $$$"""
            {"agentId":"cron/a:1","labels":{"env":"prod"},"unknown":[1],
             "series":[{"metric":"disk.used","labels":{"dev":"sda"},"timestamps":[{{{at}}},"{{{at + 1}}}"],"values":[1.5,-2e3],"unit":"By","kind":"METRIC_KIND_GAUGE"}]}
            """);

        status.ShouldBe(HttpStatusCode.OK);
        body.ToString().ShouldBe(
            """{"status":"accepted","acceptedPoints":2,"duplicatePoints":0,"latePoints":0,"rejectedPoints":0,"violations":[],"moreViolations":0,"retryAfterMs":0}""");
        _server.Applied.Points.Where(p => p.Series.Agent.Value == "cron/a:1").Select(p => (p.Series.Metric.Value, p.Timestamp, p.Value))
            .ShouldBe([("disk.used", at, 1.5), ("disk.used", at + 1, -2000)]);
    }

    [Fact]
    public async Task Post_BodyThatBreaksOff_IsRefusedAndNoErrorOfTheServer()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_server.Http.Host, _server.Http.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n"));

        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync()).ShouldBe("HTTP/1.1 400 Bad Request");
        _server.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Post_SeriesSentOverGrpcBefore_IsTheSameSeries()
    {
        var at = Samples.NextTimestamp();
        await _server.Client.IngestAsync(new IngestRequest { AgentId = "same-1", Series = { Samples.At("cpu", at, 3) } });
        var (_, body, _) = await _server.PostJsonAsync(Path, Batch("same-1", "cpu", at, "3"));
        body.GetProperty("duplicatePoints").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Post_SomeSeriesRefused_IsPartial()
    {
        var at = Samples.NextTimestamp();
        var (status, body, _) = await _server.PostJsonAsync(Path, $$"""
            {"agentId":"a","series":[{"metric":"x","timestamps":[{{at}}],"values":[1]},{"metric":"y","timestamps":[{{at}}],"values":["NaN"]}]}
            """);
        status.ShouldBe(HttpStatusCode.OK);
        body.GetProperty("status").GetString().ShouldBe("partial");
        var violation = body.GetProperty("violations")[0];
        (violation.GetProperty("code").GetString(), violation.GetProperty("seriesIndex").GetInt32()).ShouldBe(("not_finite", 1));
    }

    [Fact]
    public async Task Post_AllRefused_Is422()
    {
        var (status, body, _) = await _server.PostJsonAsync(Path, Batch("a", "not a name", Samples.NextTimestamp(), "1"));
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        body.GetProperty("status").GetString().ShouldBe("rejected");
        (await _server.PostJsonAsync(Path, """{"agentId":"a"}""")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Post_Overloaded_Is429WithAdvice()
    {
        await using var server = await TestServer.StartAsync(["Ingest:RetryAfterMs=1500"]);
        server.Broadcaster.IsFull = true;
        var (status, body, response) = await server.PostJsonAsync(Path, Batch("a", "x", Samples.NextTimestamp(), "1"));
        status.ShouldBe(HttpStatusCode.TooManyRequests);
        body.GetProperty("retryAfterMs").GetInt32().ShouldBe(1_500);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Post_MoreAgentsThanAllowed_Is429()
    {
        await using var server = await TestServer.StartAsync(["Fleet:MaxAgents=1"]);
        (await server.PostJsonAsync(Path, Batch("a", "x", Samples.NextTimestamp(), "1"))).Status.ShouldBe(HttpStatusCode.OK);
        var (status, body, _) = await server.PostJsonAsync(Path, Batch("b", "x", Samples.NextTimestamp(), "1"));
        status.ShouldBe(HttpStatusCode.TooManyRequests);
        body.GetProperty("code").GetString().ShouldBe("too_many_agents");
    }

    [Theory]
    [InlineData(0, false, HttpStatusCode.OK)]
    [InlineData(1, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(100_000, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(0, true, HttpStatusCode.OK)]
    [InlineData(1, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Post_Body_IsBounded(int beyond, bool chunked, HttpStatusCode expected)
    {
        const int Limit = 100_000;
        await using var server = await TestServer.StartAsync([$"Ingest:MaxBatchBytes={Limit}"]);
        var batch = Batch("a", "x", Samples.NextTimestamp(), "1");
        using var http = new HttpClient { BaseAddress = server.Http };
        http.DefaultRequestHeaders.TransferEncodingChunked = chunked;
        using var answer = await http.PostAsync(Path, new StringContent(batch + new string(' ', Limit + beyond - batch.Length), Encoding.UTF8, "application/json"));
        answer.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Post_LengthThatIsOnlyClaimed_TakesNoMemory()
    {
        // In one's own thread, which is the one whose memory is counted: the body is there already.
        const int Claimed = 4 * 1_024 * 1_024;
        var door = ActivatorUtilities.CreateInstance<HttpIngest>(_server.Services);
        var context = new DefaultHttpContext { Request = { ContentType = "application/json", ContentLength = Claimed, Body = new MemoryStream([(byte)'{']) } };
        await door.PostAsync(context.Request, default);
        context.Request.Body.Position = 0;

        var before = GC.GetAllocatedBytesForCurrentThread();
        var posting = door.PostAsync(context.Request, default);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(Claimed / 4);
        posting.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}}")]
    [InlineData("{'agentId':'a'}")]
    [InlineData("""{"agentId":1}""")]
    [InlineData("""{"agentId":"a","series":{}}""")]
    [InlineData("""{"agentId":"a","series":[null]}""")]
    [InlineData("""{"agentId":"a","series":[{"timestamps":[1.5]}]}""")]
    [InlineData("""{"agentId":"a","series":[{"timestamps":[1e400]}]}""")]
    [InlineData("""{"agentId":"a","series":[{"timestamps":["99999999999999999999"]}]}""")]
    [InlineData("""{"agentId":"a","series":[{"values":[NaN]}]}""")]
    [InlineData("""{"agentId":"a","series":[{"values":["x"]}]}""")]
    [InlineData("""{"agentId":"a","series":[{"kind":"NONSENSE"}]}""")]
    [InlineData("""{"agentId":"a","series":[{"labels":{"a":null}}]}""")]
    [InlineData("""{"agentId":"a","labels":{"a":{"b":"c"}}}""")]
    [InlineData("{\"agentId\":\"a\",\"series\":[{\"metric\":\"\\ud800\"}]}")]
    [InlineData("{\"agentId\":\"a\u0000\"}")]
    public async Task Post_BodyThatIsNoRequest_IsAProblem(string json)
    {
        var (status, body, _) = await _server.PostJsonAsync(Path, json);
        status.ShouldBe(HttpStatusCode.BadRequest);
        body.GetProperty("code").GetString().ShouldBe("malformed");
        body.GetProperty("detail").GetString()!.ShouldNotContain("Google");
    }

    [Theory]
    [InlineData(15)]
    [InlineData(100_000)]
    public async Task Post_NestedTooDeep_IsAProblem(int depth)
    {
        var nested = string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
        var (status, _, _) = await _server.PostJsonAsync(Path, $$"""{"agentId":"a","later":{{nested}}}""");
        status.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity);
        (await _server.PostJsonAsync(Path, Batch("after", "x", Samples.NextTimestamp(), "1"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{"agentId":""}""")]
    [InlineData("""{"agentId":"a b"}""")]
    [InlineData("""{"agentId":"a","labels":{"":"x"}}""")]
    public async Task Post_WrongSender_IsAProblem(string json)
    {
        var (status, body, _) = await _server.PostJsonAsync(Path, json);
        status.ShouldBe(HttpStatusCode.BadRequest);
        body.GetProperty("code").GetString().ShouldBe("bad_request");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-protobuf")]
    public async Task Post_OtherContent_Is415(string type) =>
        (await _server.PostJsonAsync(Path, "{}", type)).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);

    private static string Batch(string agent, string metric, long at, string value) =>
        $$"""{"agentId":"{{agent}}","series":[{"metric":"{{metric}}","timestamps":[{{at}}],"values":[{{value}}]}]}""";
}
