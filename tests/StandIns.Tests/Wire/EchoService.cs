using CleanLite.StandIns.Tests.Protos;
using Grpc.Core;

namespace CleanLite.StandIns.Tests.Wire;

/// <summary>Plays a script behind the generated base class.</summary>
internal sealed class EchoService(EchoScript script) : Echo.EchoBase
{
    public override Task<EchoReply> Unary(EchoRequest request, ServerCallContext context) => script.Unary(request, context);

    public override Task<EchoReply> Collect(IAsyncStreamReader<EchoRequest> requestStream, ServerCallContext context) =>
        script.Collect(requestStream, context);

    public override Task Expand(EchoRequest request, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context) =>
        script.Expand(request, responseStream, context);

    public override Task Chat(
        IAsyncStreamReader<EchoRequest> requestStream, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context) =>
        script.Chat(requestStream, responseStream, context);
}
