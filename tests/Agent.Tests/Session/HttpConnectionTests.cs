using System.Net;
using System.Text.Json;
using CleanLite.Agent.Session;
using CleanLite.V1;

namespace CleanLite.Agent.Tests.Session;

/// <summary>A stream played over single calls: what is asked of the server, and what its answers become.</summary>
public sealed class HttpConnectionTests
{
    private static readonly AgentMessage Hello = new() { Hello = new Hello { AgentId = "web-1", Labels = { ["env"] = "prod" } } };

    private static readonly AgentMessage Batch = new()
    {
        Batch = new MetricBatch { Sequence = 7, Series = { new TimeSeries { Metric = "cpu", Timestamps = { 1, 2 }, Values = { 0.5, 1 } } } },
    };

    [Fact]
    public async Task Hello_ServerReady_IsWelcomeWithoutASession()
    {
        var connection = Connect(HttpStatusCode.OK, "ready", out var asked);
        await connection.SendAsync(Hello, default);
        (await connection.ReceiveAsync(default))!.Welcome.Limits.MaxUnacknowledgedBatches.ShouldBe(1U);
        connection.HasSession.ShouldBeFalse();
        asked.ShouldHaveSingleItem().ShouldStartWith("GET /health/ready");
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, false)]
    [InlineData(HttpStatusCode.Unauthorized, true)]
    public async Task Hello_ServerRefuses_Fails(HttpStatusCode status, bool unauthorized)
    {
        var connection = Connect(status, "", out _);
        (await Should.ThrowAsync<TransportException>(() => connection.SendAsync(Hello, default))).IsUnauthorized.ShouldBe(unauthorized);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "accepted", BatchStatus.Accepted, 7UL)]
    [InlineData(HttpStatusCode.OK, "partial", BatchStatus.Accepted, 7UL)]
    [InlineData(HttpStatusCode.UnprocessableEntity, "rejected", BatchStatus.Rejected, 7UL)]
    [InlineData(HttpStatusCode.TooManyRequests, "retry", BatchStatus.Retry, 0UL)]
    public async Task Batch_Answered_IsAcknowledged(HttpStatusCode status, string word, BatchStatus expected, ulong lastSequence)
    {
        var connection = Connect(
            status, $$"""{"status":"{{word}}","rejectedPoints":1,"violations":[{"code":"badMetricName","metric":"cpu","detail":"No."}]}""", out var asked);
        await connection.SendAsync(Hello, default).ContinueWith(_ => { }, TaskScheduler.Default);
        asked.Clear();
        await connection.SendAsync(Batch, default);
        var ack = (await LastAsync(connection)).Ack;
        (ack.Sequence, ack.LastSequence, ack.Result.Status).ShouldBe((7UL, lastSequence, expected));
        asked.ShouldHaveSingleItem().ShouldStartWith("POST /api/v1/ingest ");
        var body = JsonElement.Parse(asked[0]["POST /api/v1/ingest ".Length..]);
        body.GetProperty("agentId").GetString().ShouldBe("web-1");
        body.GetProperty("series")[0].GetProperty("values").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Batch_LargerThanTheServerTakes_IsRefusedAndNotSentAgain()
    {
        var connection = Connect(HttpStatusCode.RequestEntityTooLarge, "", out _);
        await connection.SendAsync(Batch, default);
        var ack = (await LastAsync(connection)).Ack;
        (ack.LastSequence, ack.Result.Status, ack.Result.RejectedPoints).ShouldBe((7UL, BatchStatus.Rejected, 2U));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "<html>")]
    [InlineData(HttpStatusCode.BadGateway, "")]
    public async Task Batch_AnswerOfSomethingElse_BreaksTheLinkAndLosesNothing(HttpStatusCode status, string body) =>
        await Should.ThrowAsync<TransportException>(() => Connect(status, body, out _).SendAsync(Batch, default));

    [Fact]
    public async Task Complete_EndsTheStream()
    {
        var connection = Connect(HttpStatusCode.OK, "", out _);
        await connection.CompleteAsync();
        (await connection.ReceiveAsync(default)).ShouldBeNull();
    }

    private static HttpConnection Connect(HttpStatusCode status, string body, out List<string> asked)
    {
        var handler = new Answers(status, body);
        asked = handler.Asked;
        return new HttpConnection(new HttpClient(handler) { BaseAddress = new Uri("http://server.test") });
    }

    private static async Task<ServerMessage> LastAsync(HttpConnection connection)
    {
        await connection.CompleteAsync();
        ServerMessage? last = null;
        while (await connection.ReceiveAsync(default) is { } message) last = message;
        return last.ShouldNotBeNull();
    }

    private sealed class Answers(HttpStatusCode status, string body) : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var sent = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            Asked.Add($"{request.Method} {request.RequestUri!.AbsolutePath} {sent}");
            return new HttpResponseMessage(status) { Content = new StringContent(body) };
        }
    }
}
