using CleanLite.Api.Hosting;
using CleanLite.Api.Security;
using CleanLite.Application.Ingest;
using CleanLite.Application.Operations;
using CleanLite.Domain;
using CleanLite.Domain.Ingest;
using Google.Protobuf;
using MediatR;
using IngestRequest = CleanLite.V1.IngestRequest;

namespace CleanLite.Api.Ingest;

/// <summary>
/// <c>POST /api/v1/ingest</c> (live.md, section 8): one batch as JSON, for scripts. It becomes the bytes of an <c>IngestRequest</c>, so that the rules and the
/// fingerprints of series are those of the gRPC door.
/// </summary>
internal sealed class HttpIngest(
    BatchDecoder decoder, ISender sender, IngestMetrics metrics, IOperationsRecorder operations, IRequestTracker requests, IngestOptions options)
{
    // IngestRequest, series, labels: three levels are needed.
    private const int MaxDepth = 16;
    private const int SecondsForFullFleet = 60;

    // A length is only what a header says: more memory is for bytes that have come.
    private const int MaxUnseenBytes = 64 * 1_024;

    private static readonly JsonParser Parser = new(new JsonParser.Settings(MaxDepth).WithIgnoreUnknownFields(true));

    public async Task<IResult> PostAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var tracked = requests.Begin("http/ingest");
        if (!request.HasJsonContentType())
            return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "not_json", "The body is to be application/json: the fields of IngestRequest in lowerCamelCase.");
        if (await ReadBodyAsync(request, cancellation).ConfigureAwait(false) is not { } body)
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "too_large", $"The body is larger than {options.MaxBatchBytes} bytes, as many as are allowed.");

        var bytes = Parse(body, out var fault);
        metrics.Received(body.Length, isWhole: bytes is not null);
        if (bytes is null) return Problems.BadRequest("malformed", $"The body is not a valid IngestRequest in JSON: {fault}");

        using var inbound = decoder.ReadRequest(bytes);
        if (!CallOrigin.TryRead(inbound, options, out var origin, out fault)) return Problems.BadRequest("bad_request", fault);
        if (!request.HttpContext.MaySpeakFor(origin.Agent)) return Problems.ForeignAgent;
        tracked.Identify(origin.Agent.Value, "");
        operations.MessageProcessed();
        var answer = await sender.Send(new IngestBatchCommand(origin, inbound.Batch), cancellation).ConfigureAwait(false);
        return Answer(answer.Result, request.HttpContext.Response);
    }

    private static IResult Answer(BatchResult? result, HttpResponse response)
    {
        if (result is null)
        {
            response.Headers.RetryAfter = $"{SecondsForFullFleet}";
            return Problems.Of(StatusCodes.Status429TooManyRequests, "too_many_agents", "The server knows as many agents as it may, and this is not one of them.");
        }

        if (result.Status == BatchStatus.Retry) response.Headers.RetryAfter = $"{(result.RetryAfterMs + 999) / 1_000}";
        return Results.Json(BatchResultView.Of(result), statusCode: result.Status switch
        {
            BatchStatus.Rejected => StatusCodes.Status422UnprocessableEntity,
            BatchStatus.Retry => StatusCodes.Status429TooManyRequests,
            _ => StatusCodes.Status200OK,
        });
    }

    private static byte[]? Parse(byte[] body, out string? fault)
    {
        fault = null;
        try
        {
            using var reader = new StreamReader(new MemoryStream(body));
            return Parser.Parse<IngestRequest>(reader).ToByteArray();
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException or FormatException or OverflowException or ArgumentException)
        {
            // The parser quotes what it could not read.
            fault = Text.Shown(e.Message, 200);
            return null;
        }
    }

    // Null if it is larger than allowed.
    private async ValueTask<byte[]?> ReadBodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > options.MaxBatchBytes) return null;
        using var body = new MemoryStream((int)Math.Min(request.ContentLength ?? 4_096, MaxUnseenBytes));
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellation).ConfigureAwait(false);
            if (body.Length + read.Buffer.Length > options.MaxBatchBytes) return null;
            foreach (var part in read.Buffer) body.Write(part.Span);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return body.ToArray();
        }
    }
}
