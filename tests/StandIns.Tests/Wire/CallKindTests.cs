using CleanLite.StandIns.Tests.Protos;
using Grpc.Core;

namespace CleanLite.StandIns.Tests.Wire;

public sealed class CallKindTests
{
    [Fact]
    public async Task Unary_OverKestrel_EchoesAndEndsOk()
    {
        await using var server = await EchoServer.StartAsync();

        using var call = server.Client.UnaryAsync(new EchoRequest { Text = "one" });

        (await call).Text.ShouldBe("one");
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
        call.GetTrailers().ShouldBeEmpty();
    }

    [Fact]
    public async Task BlockingUnary_OverKestrel_Echoes()
    {
        await using var server = await EchoServer.StartAsync();

        server.Client.Unary(new EchoRequest { Text = "one" }).Text.ShouldBe("one");
    }

    [Fact]
    public async Task ClientStreaming_OverKestrel_CollectsEveryRequest()
    {
        await using var server = await EchoServer.StartAsync();

        using var call = server.Client.Collect();
        foreach (var text in new[] { "a", "b", "c" })
            await call.RequestStream.WriteAsync(new EchoRequest { Text = text });
        await call.RequestStream.CompleteAsync();

        (await call).Text.ShouldBe("a b c");
    }

    [Fact]
    public async Task ServerStreaming_OverKestrel_DeliversEveryReplyInOrder()
    {
        await using var server = await EchoServer.StartAsync();

        using var call = server.Client.Expand(new EchoRequest { Text = "a b c" });
        var texts = new List<string>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
            texts.Add(reply.Text);

        texts.ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task DuplexStreaming_OverKestrel_AnswersEachRequestBeforeTheNext()
    {
        await using var server = await EchoServer.StartAsync();

        using var call = server.Client.Chat();
        for (var i = 0; i < 100; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = $"{i}" });
            (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
            call.ResponseStream.Current.Text.ShouldBe($"{i}");
        }

        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
    }
}
