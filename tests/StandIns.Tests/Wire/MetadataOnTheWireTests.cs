using CleanLite.StandIns.Tests.Protos;
using Grpc.Core;

namespace CleanLite.StandIns.Tests.Wire;

public sealed class MetadataOnTheWireTests
{
    [Fact]
    public async Task Metadata_TextAndBytes_TravelBothWays()
    {
        byte[] bytes = [0, 1, 0xAB, 0xFF];
        Metadata? received = null;
        var script = new EchoScript
        {
            Unary = async (request, context) =>
            {
                received = context.RequestHeaders;
                await context.WriteResponseHeadersAsync(
                    new Metadata { { "head", "h1" }, { "head", "h2" }, { "head-bin", context.RequestHeaders.GetValueBytes("up-bin")! } });
                context.ResponseTrailers.Add("tail", "t");
                context.ResponseTrailers.Add("tail-bin", context.RequestHeaders.GetValueBytes("up-bin")!);
                return EchoScript.Reply(request);
            },
        };
        await using var server = await EchoServer.StartAsync(script);

        using var call = server.Client.UnaryAsync(new EchoRequest(), new Metadata { { "Up", "text" }, { "up-bin", bytes } });
        await call;

        received!.GetValue("up").ShouldBe("text");
        received.GetValueBytes("up-bin").ShouldBe(bytes);
        var headers = await call.ResponseHeadersAsync;
        headers.GetAll("head").Select(entry => entry.Value).ShouldBe(["h1", "h2"]);
        headers.GetValueBytes("head-bin").ShouldBe(bytes);
        call.GetTrailers().GetValue("tail").ShouldBe("t");
        call.GetTrailers().GetValueBytes("tail-bin").ShouldBe(bytes);
    }

    [Fact]
    public async Task RpcException_ThrownByAHandler_ReachesTheClientWithDetailAndTrailers()
    {
        var script = new EchoScript
        {
            Unary = (_, _) => throw new RpcException(
                new Status(StatusCode.FailedPrecondition, "caf\u00e9 100 % full\r\n\U0001F600"),
                new Metadata { { "retry-bin", new byte[] { 9 } } }),
        };
        await using var server = await EchoServer.StartAsync(script);

        var failure = await Should.ThrowAsync<RpcException>(async () => await server.Client.UnaryAsync(new EchoRequest()));

        failure.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        failure.Status.Detail.ShouldBe("caf\u00e9 100 % full\r\n\U0001F600");
        failure.Trailers.GetValueBytes("retry-bin").ShouldBe([9]);
    }

    [Fact]
    public async Task Status_SetByAHandlerThatReturns_ReachesTheClient()
    {
        var script = new EchoScript
        {
            Expand = async (_, replies, context) =>
            {
                await replies.WriteAsync(new EchoReply { Text = "partial" });
                context.Status = new Status(StatusCode.DataLoss, "the rest is gone");
            },
        };
        await using var server = await EchoServer.StartAsync(script);

        using var call = server.Client.Expand(new EchoRequest());
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
        var failure = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));

        failure.Status.ShouldBe(new Status(StatusCode.DataLoss, "the rest is gone"));
        call.GetStatus().ShouldBe(failure.Status);
    }

    [Fact]
    public async Task HandlerFailure_OfAnyOtherKind_IsUnknownAndTellsNothing()
    {
        await using var server = await EchoServer.StartAsync(
            new EchoScript { Unary = (_, _) => throw new InvalidOperationException("secret") });

        var failure = await Should.ThrowAsync<RpcException>(async () => await server.Client.UnaryAsync(new EchoRequest()));

        failure.StatusCode.ShouldBe(StatusCode.Unknown);
        failure.Status.Detail.ShouldNotContain("secret");
    }

    [Fact]
    public async Task ServerCallContext_KnowsTheCall()
    {
        var seen = new List<string>();
        var script = new EchoScript
        {
            Unary = (request, context) =>
            {
                context.UserState["k"] = "v";
                seen.AddRange([context.Method, context.Host, context.Peer, $"{context.UserState["k"]}"]);
                seen.Add($"{context.AuthContext.IsPeerAuthenticated} {context.Deadline == DateTime.MaxValue}");
                return Task.FromResult(EchoScript.Reply(request));
            },
        };
        await using var server = await EchoServer.StartAsync(script);

        await server.Client.UnaryAsync(new EchoRequest());

        seen[0].ShouldBe("/cleanlite.standins.tests.Echo/Unary");
        seen[1].ShouldBe(server.Address.Authority);
        seen[2].ShouldStartWith("ipv4:127.0.0.1:");
        seen[3..].ShouldBe(["v", "False True"]);
    }

    [Fact]
    public async Task Method_UnknownToTheServer_IsUnimplemented()
    {
        await using var server = await EchoServer.StartAsync();

        var answer = await RawCall.SendAsync(server.Address, "Missing", RawCall.Message([], compressed: false), null);

        answer.Status.ShouldBe(StatusCode.Unimplemented);
    }

    [Fact]
    public async Task GeneratedBase_NotOverridden_IsUnimplemented() =>
        (await Should.ThrowAsync<RpcException>(() => new BareEcho().Unary(new EchoRequest(), null!)))
            .StatusCode.ShouldBe(StatusCode.Unimplemented);

    private sealed class BareEcho : Echo.EchoBase;
}
