using CleanLite.Interop.Protos;
using Google.Protobuf;
using Grpc.Core;

namespace CleanLite.Interop.Host;

/// <summary>The server's side of the interop cases: answers of the wanted sizes, flags, metadata and statuses.</summary>
internal sealed class TestService : Protos.TestService.TestServiceBase
{
    // gRPC for .NET turns this header into grpc-encoding and compresses what does not say NoCompress.
    private const string CompressWith = "grpc-internal-encoding-request";
    private const string InitialKey = "x-grpc-test-echo-initial";
    private const string TrailingKey = "x-grpc-test-echo-trailing-bin";

    public override Task<Empty> EmptyCall(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    public override async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        new ReceivedFlags(context.GetHttpContext()).Check(request.ExpectCompressed);
        EndAsWanted(request.ResponseStatus); // before any header: Trailers-Only
        await SendHeadersAsync(context, compress: request.ResponseCompressed?.Value ?? false);
        return new SimpleResponse { Payload = PayloadOf(request.ResponseSize) };
    }

    public override async Task<StreamingInputCallResponse> StreamingInputCall(
        IAsyncStreamReader<StreamingInputCallRequest> requestStream, ServerCallContext context)
    {
        var flags = new ReceivedFlags(context.GetHttpContext());
        var sum = 0;
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            flags.Check(requestStream.Current.ExpectCompressed);
            sum += requestStream.Current.Payload.Body.Length;
        }

        return new StreamingInputCallResponse { AggregatedPayloadSize = sum };
    }

    public override async Task StreamingOutputCall(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        await SendHeadersAsync(context, request.ResponseParameters.Any(wanted => wanted.Compressed?.Value ?? false));
        await AnswerAsync(request, responseStream, context.CancellationToken);
    }

    public override async Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        await SendHeadersAsync(context, compress: false);
        while (await requestStream.MoveNext(context.CancellationToken))
            await AnswerAsync(requestStream.Current, responseStream, context.CancellationToken);
    }

    private static async Task AnswerAsync(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responses, CancellationToken cancellation)
    {
        EndAsWanted(request.ResponseStatus);
        foreach (var wanted in request.ResponseParameters)
        {
            if (wanted.IntervalUs > 0)
                await Task.Delay(TimeSpan.FromMicroseconds(wanted.IntervalUs), cancellation);
            responses.WriteOptions = wanted.Compressed?.Value ?? false ? WriteOptions.Default : new WriteOptions(WriteFlags.NoCompress);
            await responses.WriteAsync(new StreamingOutputCallResponse { Payload = PayloadOf(wanted.Size) }, cancellation);
        }
    }

    private static Task SendHeadersAsync(ServerCallContext context, bool compress)
    {
        var headers = new Metadata();
        if (context.RequestHeaders.Get(InitialKey) is { } initial)
            headers.Add(initial);
        if (compress)
            headers.Add(CompressWith, "gzip");
        if (context.RequestHeaders.Get(TrailingKey) is { } trailing)
            context.ResponseTrailers.Add(trailing);
        return context.WriteResponseHeadersAsync(headers);
    }

    private static void EndAsWanted(EchoStatus? wanted)
    {
        if (wanted is not null && wanted.Code != 0)
            throw new RpcException(new Status((StatusCode)wanted.Code, wanted.Message));
    }

    private static Payload PayloadOf(int size) => new() { Body = UnsafeByteOperations.UnsafeWrap(new byte[size]) };
}
