using CleanLite.StandIns.Tests.Protos;
using Grpc.Core;
using Grpc.Net.Client;

namespace CleanLite.StandIns.Tests.Wire;

public sealed class CallCredentialsTests
{
    private static readonly EchoScript TellsItsAuthorisation = new()
    {
        Unary = (_, context) => Task.FromResult(new EchoReply
        {
            Text = string.Join(' ', context.RequestHeaders.Where(entry => entry.Key.StartsWith("auth", StringComparison.Ordinal)).Select(entry => entry.Value)),
        }),
    };

    private static readonly GrpcChannelOptions Unsafe = new()
    {
        Credentials = ChannelCredentials.Insecure,
        UnsafeUseInsecureChannelCallCredentials = true,
    };

    [Fact]
    public async Task CallCredentials_AddTheirHeaderAndKnowTheCall()
    {
        AuthInterceptorContext? seen = null;
        var credentials = CallCredentials.FromInterceptor((context, metadata) =>
        {
            seen = context;
            metadata.Add("authorization", "Bearer one");
            return Task.CompletedTask;
        });
        await using var server = await EchoServer.StartAsync(TellsItsAuthorisation, channelOptions: Unsafe);

        var reply = await server.Client.UnaryAsync(new EchoRequest(), new CallOptions(credentials: credentials));

        reply.Text.ShouldBe("Bearer one");
        seen!.MethodName.ShouldBe("Unary");
        seen.ServiceUrl.ShouldBe(new Uri(server.Address, "/cleanlite.standins.tests.Echo").AbsoluteUri);
    }

    [Fact]
    public async Task CallCredentials_Composed_AddTheirHeadersInOrder()
    {
        await using var server = await EchoServer.StartAsync(TellsItsAuthorisation, channelOptions: Unsafe);

        var reply = await server.Client.UnaryAsync(
            new EchoRequest(), new CallOptions(credentials: CallCredentials.Compose(Adding("auth-1", "a"), Adding("auth-2", "b"))));

        reply.Text.ShouldBe("a b");
    }

    [Fact]
    public async Task CallCredentials_ThatFail_FailTheCall()
    {
        var credentials = CallCredentials.FromInterceptor(
            (_, _) => throw new RpcException(new Status(StatusCode.Unauthenticated, "no token")));
        await using var server = await EchoServer.StartAsync(TellsItsAuthorisation, channelOptions: Unsafe);

        var failure = await Should.ThrowAsync<RpcException>(async () =>
            await server.Client.UnaryAsync(new EchoRequest(), new CallOptions(credentials: credentials)));

        failure.StatusCode.ShouldBe(StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task CallCredentials_OnAnInsecureChannel_AreNotSentUnlessAllowed()
    {
        await using var server = await EchoServer.StartAsync(TellsItsAuthorisation);

        var reply = await server.Client.UnaryAsync(new EchoRequest(), new CallOptions(credentials: Adding("auth-1", "a")));

        reply.Text.ShouldBeEmpty();
    }

    [Fact]
    public void ChannelCredentials_Composed_AreTakenByTheChannel()
    {
        var credentials = ChannelCredentials.Create(ChannelCredentials.SecureSsl, Adding("auth-1", "a"));

        using var channel = GrpcChannel.ForAddress("https://localhost:1", new GrpcChannelOptions { Credentials = credentials });

        channel.Target.ShouldBe("localhost:1");
        Should.Throw<InvalidOperationException>(() =>
            GrpcChannel.ForAddress("http://localhost:1", new GrpcChannelOptions { Credentials = credentials }));
    }

    private static CallCredentials Adding(string key, string value) => CallCredentials.FromInterceptor((_, metadata) =>
    {
        metadata.Add(key, value);
        return Task.CompletedTask;
    });
}
