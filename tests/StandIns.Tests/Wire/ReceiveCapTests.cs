using CleanLite.StandIns.Tests.Protos;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CleanLite.StandIns.Tests.Wire;

public sealed class ReceiveCapTests
{
    private const int Cap = 10_000;

    [Theory]
    [InlineData(Cap, StatusCode.OK)]
    [InlineData(Cap + 1, StatusCode.ResourceExhausted)]
    public async Task Request_AtTheServersCap_DecidesByOneByte(int bytes, StatusCode expected)
    {
        await using var server = await EchoServer.StartAsync(configure: options => options.MaxReceiveMessageSize = Cap);
        var request = Payloads.RequestOf(bytes, compressible: false);
        request.CalculateSize().ShouldBe(bytes);

        (await EndOf(server.Client.UnaryAsync(request))).ShouldBe(expected);
    }

    [Fact]
    public async Task Request_PastTheDefaultCap_IsResourceExhausted()
    {
        await using var server = await EchoServer.StartAsync();

        var request = new EchoRequest { Payload = ByteString.CopyFrom(new byte[4 * 1024 * 1024]) };

        (await EndOf(server.Client.UnaryAsync(request))).ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task Reply_PastTheClientsCap_IsResourceExhausted()
    {
        await using var server = await EchoServer.StartAsync(channelOptions: new GrpcChannelOptions { MaxReceiveMessageSize = Cap });

        (await EndOf(server.Client.UnaryAsync(Payloads.RequestOf(Cap + 1, compressible: false)))).ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task Stream_WithOneMessagePastTheCap_EndsAsResourceExhausted()
    {
        await using var server = await EchoServer.StartAsync(configure: options => options.MaxReceiveMessageSize = Cap);

        using var call = server.Client.Chat();
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "small" });
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
        await call.RequestStream.WriteAsync(Payloads.RequestOf(Cap + 1, compressible: false));
        var failure = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));

        failure.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    private static async Task<StatusCode> EndOf(AsyncUnaryCall<EchoReply> call)
    {
        try
        {
            await call;
            return call.GetStatus().StatusCode;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }
}
