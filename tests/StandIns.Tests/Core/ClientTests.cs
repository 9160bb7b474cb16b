using CleanLite.StandIns.Tests.Protos;
using Grpc.Core;
using Grpc.Core.Interceptors;
using NSubstitute;

namespace CleanLite.StandIns.Tests.Core;

public sealed class ClientTests
{
    private readonly CallInvoker _invoker = Substitute.For<CallInvoker>();

    [Fact]
    public void Client_ByDefault_NamesNoHost()
    {
        new Echo.EchoClient(_invoker).Unary(new EchoRequest());

        _invoker.Received(1).BlockingUnaryCall(
            Arg.Any<Method<EchoRequest, EchoReply>>(), null, Arg.Any<CallOptions>(), Arg.Any<EchoRequest>());
    }

    [Fact]
    public void WithHost_NamesItInEveryKindOfCall()
    {
        var client = new Echo.EchoClient(_invoker).WithHost("tenant");

        client.Unary(new EchoRequest());
        client.UnaryAsync(new EchoRequest());
        client.Collect();
        client.Expand(new EchoRequest());
        client.Chat();

        var hosts = _invoker.ReceivedCalls().Select(call => call.GetArguments()[1]).ToArray();
        hosts.ShouldBe(["tenant", "tenant", "tenant", "tenant", "tenant"]);
    }

    [Fact]
    public void Client_MadeForATestDouble_ThrowsWhenCalled() =>
        Should.Throw<NotImplementedException>(() => new EchoDouble().Unary(new EchoRequest()));

    [Fact]
    public void Client_WithoutChannelOrInvoker_Throws()
    {
        Should.Throw<ArgumentNullException>(() => new Echo.EchoClient((CallInvoker)null!));
        Should.Throw<ArgumentNullException>(() => new Echo.EchoClient((ChannelBase)null!));
        Should.Throw<ArgumentNullException>(() => new Echo.EchoClient(_invoker).WithHost(null!));
    }

    [Fact]
    public void Intercept_Several_TheFirstSeesTheCallFirst()
    {
        var seen = new List<string>();
        var client = new Echo.EchoClient(_invoker.Intercept(new Noting("a", seen), new Noting("b", seen)).Intercept(new Noting("c", seen)));

        client.Unary(new EchoRequest());

        seen.ShouldBe(["c", "a", "b"]);
    }

    [Fact]
    public void Intercept_AFunction_ReplacesTheHeadersOfEveryKindOfCall()
    {
        var client = new Echo.EchoClient(_invoker.Intercept(headers =>
        {
            headers.Add("added", "1");
            return headers;
        }));

        client.Unary(new EchoRequest(), new Metadata { { "own", "1" } });
        client.UnaryAsync(new EchoRequest());
        client.Collect();
        client.Expand(new EchoRequest());
        client.Chat();

        var sent = _invoker.ReceivedCalls()
            .Select(call => string.Join(' ', ((CallOptions)call.GetArguments()[2]!).Headers!.Select(entry => entry.Key)));
        sent.ShouldBe(["own added", "added", "added", "added", "added"]);
    }

    [Fact]
    public void Intercept_WithNull_Throws()
    {
        Should.Throw<ArgumentNullException>(() => ((CallInvoker)null!).Intercept(new Noting("a", [])));
        Should.Throw<ArgumentNullException>(() => _invoker.Intercept((Interceptor)null!));
        Should.Throw<ArgumentNullException>(() => _invoker.Intercept((Interceptor[])null!));
        Should.Throw<ArgumentNullException>(() => _invoker.Intercept((Func<Metadata, Metadata>)null!));
        Should.Throw<ArgumentNullException>(() => ((ChannelBase)null!).Intercept(new Noting("a", [])));
    }

    [Fact]
    public void Channel_Intercept_CallsThroughItsInvoker()
    {
        var seen = new List<string>();
        var channel = Substitute.For<ChannelBase>("target");
        channel.CreateCallInvoker().Returns(_invoker);

        new Echo.EchoClient(channel.Intercept(new Noting("a", seen))).Unary(new EchoRequest());
        new Echo.EchoClient(channel.Intercept(new Noting("b", seen), new Noting("c", seen))).Unary(new EchoRequest());
        new Echo.EchoClient(channel.Intercept(headers => headers)).Unary(new EchoRequest());

        seen.ShouldBe(["a", "b", "c"]);
        _invoker.ReceivedCalls().Count().ShouldBe(3);
        channel.Target.ShouldBe("target");
    }

    [Fact]
    public async Task ReadAllAsync_OfAStream_YieldsItsMessages()
    {
        var stream = Substitute.For<IAsyncStreamReader<string>>();
        stream.MoveNext(Arg.Any<CancellationToken>()).Returns(true, true, false);
        stream.Current.Returns("a", "b");
        var read = new List<string>();

        await foreach (var message in stream.ReadAllAsync())
            read.Add(message);

        read.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void ReadAllAsync_OfNull_ThrowsAtTheCall() =>
        Should.Throw<ArgumentNullException>(() => ((IAsyncStreamReader<string>)null!).ReadAllAsync());

    [Fact]
    public async Task ReadAllAsync_HandsItsTokenToTheStream()
    {
        using var source = new CancellationTokenSource();
        var stream = Substitute.For<IAsyncStreamReader<string>>();

        await foreach (var _ in stream.ReadAllAsync(source.Token))
            throw new InvalidOperationException("The stream is empty.");

        await stream.Received(1).MoveNext(source.Token);
    }

    private sealed class EchoDouble : Echo.EchoClient;

    private sealed class Noting(string name, List<string> seen) : Interceptor
    {
        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            seen.Add(name);
            return continuation(request, context);
        }
    }
}
