using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace CleanLite.Api.Ingest;

/// <summary>
/// Stands before every gRPC method and answers what the official server answers otherwise than gRPC asks for: a path that differs in case
/// or by a slash (routing does not mind), another verb than POST, a timeout with more digits than gRPC allows, and a message prefix with an
/// unknown flag or an absurd length (UNKNOWN there, and an error in the log). Afterwards it lets callers finish that were answered early. docs/grpc.md names the tests.
/// </summary>
internal static class GrpcEntrance
{
    private const string TimeoutHeader = "grpc-timeout";

    // How long a caller may take to stop sending after it has its answer.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);

    /// <summary>Flag and length (grpc/doc/PROTOCOL-HTTP2.md, "Length-Prefixed-Message").</summary>
    private const int PrefixLength = 5;

    /// <summary>8 digits and a unit (the same paper, "Timeout"). More of them are no timeout, and as hours they overflow the official server's clock.</summary>
    private const int MaxTimeoutLength = 9;

    /// <summary>Puts the entrance before <paramref name="endpoint"/>.</summary>
    public static void Guard(EndpointBuilder endpoint)
    {
        var method = endpoint.Metadata.OfType<GrpcMethodMetadata>().FirstOrDefault()?.Method;
        if (method is null || endpoint.RequestDelegate is not { } enter) return;
        endpoint.RequestDelegate = async http =>
        {
            await EnterAsync(http, method, enter).ConfigureAwait(false);
            await DrainAsync(http).ConfigureAwait(false);
        };
    }

    /// <summary>Answers a call before anything of it was read, and lets its caller finish.</summary>
    public static Task RefuseAsync(HttpContext http, StatusCode status, string message)
    {
        Refuse(http, status, message);
        return DrainAsync(http);
    }

    private static async Task EnterAsync(HttpContext http, IMethod method, RequestDelegate enter)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            http.Response.Headers.Allow = HttpMethods.Post;
            return;
        }

        if (http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget != method.FullName)
        {
            Refuse(http, StatusCode.Unimplemented, "Method is unimplemented.");
            return;
        }

        if (http.Request.Headers[TimeoutHeader].ToString().Length > MaxTimeoutLength) http.Request.Headers.Remove(TimeoutHeader);

        // The prefixes of a stream are the session's to look at: its headers are due before the first message.
        if (method.Type is MethodType.Unary or MethodType.ServerStreaming && await FaultOfPrefixAsync(http).ConfigureAwait(false) is { } fault)
        {
            Refuse(http, fault.StatusCode, fault.Detail);
            return;
        }

        if (method.Type != MethodType.Unary)
        {
            await enter(http).ConfigureAwait(false);
            return;
        }

        var body = http.Features.GetRequiredFeature<IRequestBodyPipeFeature>();
        http.Features.Set<IRequestBodyPipeFeature>(new CallerBody(body.Reader));
        await enter(http).ConfigureAwait(false);
        http.Features.Set(body);
    }

    // A call may be answered while its caller still sends. Returning then makes Kestrel reset the stream, remember it for 5 s, and turn the
    // connection's other calls away once it remembers 200. So the answer goes out first, and what is still on its way is read and thrown away.
    private static async Task DrainAsync(HttpContext http)
    {
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        try
        {
            await http.Response.CompleteAsync().WaitAsync(DrainTime, time).ConfigureAwait(false);
            using var late = new CancellationTokenSource(DrainTime, time);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, late.Token);
            await http.Request.BodyReader.CopyToAsync(Stream.Null, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The caller is gone, or does not stop: the stream is reset.
        }
        catch (TimeoutException)
        {
            // It does not read either.
            http.Abort();
        }
    }

    private static async ValueTask<Status?> FaultOfPrefixAsync(HttpContext http)
    {
        try
        {
            var body = http.Request.BodyReader;
            var read = await body.ReadAtLeastAsync(PrefixLength, http.RequestAborted).ConfigureAwait(false);
            var fault = FaultOf(read.Buffer);
            body.AdvanceTo(read.Buffer.Start);
            return fault;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The caller is gone, at times between the two lines that touch the body; the method finds out by itself.
            return null;
        }
    }

    private static Status? FaultOf(in ReadOnlySequence<byte> start)
    {
        if (start.Length < PrefixLength) return null;
        Span<byte> prefix = stackalloc byte[PrefixLength];
        start.Slice(0, PrefixLength).CopyTo(prefix);
        if (prefix[0] > 1) return new Status(StatusCode.Internal, $"The flag of the message is {prefix[0]}; 0 and 1 are allowed.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        return length > int.MaxValue
            ? new Status(StatusCode.ResourceExhausted, $"The message is said to have {length} bytes, more than any may have.")
            : null;
    }

    // "Trailers-Only": status in the headers, no body.
    private static void Refuse(HttpContext http, StatusCode status, string message)
    {
        http.Response.ContentType = "application/grpc";
        http.Response.Headers["grpc-status"] = ((int)status).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["grpc-message"] = Uri.EscapeDataString(message);
    }
}
