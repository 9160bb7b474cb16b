using System.Collections.Concurrent;
using CleanLite.StandIns.Tests.Protos;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CleanLite.StandIns.Tests.Wire;

public sealed class InterceptorTests
{
    private static readonly string[] EveryKind = ["unary", "client streaming", "server streaming", "duplex streaming"];

    [Fact]
    public async Task ServerInterceptor_SeesEveryKindOfCallBeforeAndAfterItsHandler()
    {
        var seen = new ConcurrentQueue<string>();
        await using var server = await EchoServer.StartAsync(configure: options => options.Interceptors.Add<NotingServerInterceptor>(seen));

        await CallEveryKind(server.Client);

        seen.ShouldBe(EveryKind.SelectMany(kind => new[] { $"before {kind}", $"after {kind}" }));
    }

    [Fact]
    public async Task ServerInterceptor_ThatRefuses_KeepsTheHandlerFromRunning()
    {
        var ran = false;
        var script = new EchoScript
        {
            Unary = (request, _) =>
            {
                ran = true;
                return Task.FromResult(EchoScript.Reply(request));
            },
        };
        await using var server = await EchoServer.StartAsync(script, options => options.Interceptors.Add<RefusingInterceptor>());

        var failure = await Should.ThrowAsync<RpcException>(async () => await server.Client.UnaryAsync(new EchoRequest()));

        failure.StatusCode.ShouldBe(StatusCode.Unauthenticated);
        ran.ShouldBeFalse();
    }

    [Fact]
    public async Task ClientInterceptor_OnAnInvoker_SeesEveryKindOfCall()
    {
        var seen = new ConcurrentQueue<string>();
        await using var server = await EchoServer.StartAsync();

        await CallEveryKind(new Echo.EchoClient(server.Channel.CreateCallInvoker().Intercept(new NotingClientInterceptor(seen))));

        seen.ShouldBe(EveryKind);
    }

    [Fact]
    public async Task ClientInterceptor_OnAChannel_SeesBlockingCallsToo()
    {
        var seen = new ConcurrentQueue<string>();
        await using var server = await EchoServer.StartAsync();

        new Echo.EchoClient(server.Channel.Intercept(new NotingClientInterceptor(seen))).Unary(new EchoRequest { Text = "a" })
            .Text.ShouldBe("a");

        seen.ShouldBe(["blocking"]);
    }

    [Fact]
    public async Task ClientInterceptor_ThatChangesTheHeaders_IsHeardByTheServer()
    {
        var script = new EchoScript
        {
            Unary = (_, context) => Task.FromResult(new EchoReply { Text = context.RequestHeaders.GetValue("who") }),
        };
        await using var server = await EchoServer.StartAsync(script);
        var client = new Echo.EchoClient(server.Channel.Intercept(headers =>
        {
            headers.Add("who", "me");
            return headers;
        }));

        (await client.UnaryAsync(new EchoRequest())).Text.ShouldBe("me");
    }

    private static async Task CallEveryKind(Echo.EchoClient client)
    {
        await client.UnaryAsync(new EchoRequest());

        using var collect = client.Collect();
        await collect.RequestStream.CompleteAsync();
        await collect;

        using var expand = client.Expand(new EchoRequest { Text = "a" });
        await foreach (var reply in expand.ResponseStream.ReadAllAsync())
            reply.Text.ShouldBe("a");

        using var chat = client.Chat();
        await chat.RequestStream.CompleteAsync();
        (await chat.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();
    }
}
