using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using CleanLite.V1;
using Google.Protobuf;

namespace CleanLite.Agent.Session;

/// <summary>
/// Plays a stream over single calls: <c>POST /api/v1/ingest</c> for a batch, <c>GET /health/ready</c> for the handshake and for heartbeats. The server knows
/// no session here: it tells a batch sent again by the times of its points. Pushes, events and model calls do not get through.
/// </summary>
internal sealed class HttpConnection(HttpClient client) : IAgentConnection
{
    // JSON takes three to four times the bytes of protobuf, and the server's limit is 4 MiB of either.
    private const uint MaxBatchBytes = 1024 * 1024;

    private static readonly TimeSpan DefaultRetry = TimeSpan.FromSeconds(1);

    // One call is under way at a time, and its answer is read at once.
    private const int MaxAnswers = 16;

    private readonly Channel<ServerMessage> _answers = Channel.CreateBounded<ServerMessage>(MaxAnswers);
    private Hello _hello = new();

    public bool HasSession => false;

    public async Task SendAsync(AgentMessage message, CancellationToken cancellationToken)
    {
        switch (message.BodyCase)
        {
            case AgentMessage.BodyOneofCase.Hello:
                _hello = message.Hello;
                await KnockAsync(cancellationToken);
                await AnswerAsync(new() { Welcome = new Welcome { Limits = new Limits { MaxUnacknowledgedBatches = 1, MaxBatchBytes = MaxBatchBytes } } }, cancellationToken);
                break;
            case AgentMessage.BodyOneofCase.Heartbeat:
                await KnockAsync(cancellationToken);
                await AnswerAsync(new() { Heartbeat = new HeartbeatReply { EchoUnixMs = message.Heartbeat.SentUnixMs } }, cancellationToken);
                break;
            case AgentMessage.BodyOneofCase.Batch:
                var (sequence, result) = (message.Batch.Sequence, await PostAsync(message.Batch, cancellationToken));
                await AnswerAsync(new() { Ack = new Ack { Sequence = sequence, LastSequence = result.Status == BatchStatus.Retry ? 0 : sequence, Result = result } }, cancellationToken);
                break;
        }
    }

    public async Task<ServerMessage?> ReceiveAsync(CancellationToken cancellationToken) =>
        await _answers.Reader.WaitToReadAsync(cancellationToken) && _answers.Reader.TryRead(out var message) ? message : null;

    public Task CompleteAsync()
    {
        _answers.Writer.TryComplete();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    // Nothing is written once the stream is completed.
    private async ValueTask AnswerAsync(ServerMessage message, CancellationToken cancellationToken)
    {
        while (await _answers.Writer.WaitToWriteAsync(cancellationToken))
        {
            if (_answers.Writer.TryWrite(message))
                return;
        }
    }

    private async Task KnockAsync(CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, "health/ready"), cancellationToken);
        ThrowUnless(answer.IsSuccessStatusCode, answer);
    }

    private async Task<BatchResult> PostAsync(MetricBatch batch, CancellationToken cancellationToken)
    {
        var body = JsonFormatter.Default.Format(new IngestRequest { AgentId = _hello.AgentId, Labels = { _hello.Labels }, Series = { batch.Series } });
        var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/ingest") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await SendAsync(request, cancellationToken);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.TooManyRequests:
                return new BatchResult { Status = BatchStatus.Retry, RetryAfterMs = (uint)RetryAfter(answer.Headers.RetryAfter).TotalMilliseconds };
            case HttpStatusCode.RequestEntityTooLarge:
                return Refusal(batch, Violation.Types.Code.TooManyPoints, "As JSON the batch is larger than the server takes.");
            default:
                ThrowUnless(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity, answer);
                return ResultOf(await answer.Content.ReadAsStringAsync(cancellationToken));
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using (request)
                return await client.SendAsync(request, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TransportException(ForeignText.Clean(exception.GetBaseException().Message), exception);
        }
    }

    private static TimeSpan RetryAfter(RetryConditionHeaderValue? header) => header?.Delta ?? DefaultRetry;

    private static void ThrowUnless(bool isGood, HttpResponseMessage answer)
    {
        if (!isGood)
            throw new TransportException($"HTTP {(int)answer.StatusCode}") { IsUnauthorized = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden };
    }

    // The fields of BatchResult, enumerations as single words. What was late or duplicate is as good as accepted: it is not to be sent again.
    private static BatchResult ResultOf(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var result = new BatchResult
            {
                Status = root.GetProperty("status").GetString() == "rejected" ? BatchStatus.Rejected : BatchStatus.Accepted,
                RejectedPoints = root.GetProperty("rejectedPoints").GetUInt32(),
            };
            foreach (var violation in root.GetProperty("violations").EnumerateArray())
            {
                result.Violations.Add(new Violation
                {
                    Metric = violation.GetProperty("metric").GetString() ?? "",
                    Detail = violation.GetProperty("detail").GetString() ?? "",
                });
            }

            return result;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new TransportException("the server's answer is not that of CleanLite", exception);
        }
    }

    private static BatchResult Refusal(MetricBatch batch, Violation.Types.Code code, string detail) => new()
    {
        Status = BatchStatus.Rejected,
        RejectedPoints = (uint)batch.Series.Sum(series => series.Values.Count),
        Violations = { new Violation { Code = code, SeriesIndex = -1, Detail = detail } },
    };
}
