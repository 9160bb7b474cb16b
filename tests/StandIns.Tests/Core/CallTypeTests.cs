using Grpc.Core;
using NSubstitute;

namespace CleanLite.StandIns.Tests.Core;

public sealed class CallTypeTests
{
    private static readonly Metadata Headers = new() { { "h", "1" } };
    private static readonly Metadata Trailers = new() { { "t", "1" } };
    private static readonly Status Ended = new(StatusCode.OK, "done");

    private readonly IClientStreamWriter<string> _requests = Substitute.For<IClientStreamWriter<string>>();
    private readonly IAsyncStreamReader<string> _replies = Substitute.For<IAsyncStreamReader<string>>();
    private readonly List<object?> _disposedWith = [];

    [Fact]
    public async Task UnaryCall_OfItsParts_ShowsThem()
    {
        var call = new AsyncUnaryCall<string>(
            Task.FromResult("reply"), Task.FromResult(Headers), () => Ended, () => Trailers, () => _disposedWith.Add(null));

        (await call).ShouldBe("reply");
        (await call.ConfigureAwait(false)).ShouldBe("reply");
        (await call.ResponseAsync).ShouldBe("reply");
        await ShowsItsEnd(call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call, null);
    }

    [Fact]
    public async Task UnaryCall_OfCallbacksWithState_HandsThemTheState()
    {
        var call = new AsyncUnaryCall<string>(Task.FromResult("reply"), HeadersOf, StatusOf, TrailersOf, _disposedWith.Add, "state");

        (await call).ShouldBe("reply");
        await ShowsItsEnd(call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call, "state");
    }

    [Fact]
    public async Task ClientStreamingCall_OfItsParts_ShowsThem()
    {
        var call = new AsyncClientStreamingCall<string, string>(
            _requests, Task.FromResult("reply"), Task.FromResult(Headers), () => Ended, () => Trailers, () => _disposedWith.Add(null));

        call.RequestStream.ShouldBeSameAs(_requests);
        (await call).ShouldBe("reply");
        (await call.ConfigureAwait(false)).ShouldBe("reply");
        await ShowsItsEnd(call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call, null);
    }

    [Fact]
    public async Task ClientStreamingCall_OfCallbacksWithState_HandsThemTheState()
    {
        var call = new AsyncClientStreamingCall<string, string>(
            _requests, Task.FromResult("reply"), HeadersOf, StatusOf, TrailersOf, _disposedWith.Add, "state");

        (await call.ResponseAsync).ShouldBe("reply");
        await ShowsItsEnd(call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call, "state");
    }

    [Fact]
    public async Task ServerStreamingCall_OfItsParts_ShowsThem()
    {
        var call = new AsyncServerStreamingCall<string>(
            _replies, Task.FromResult(Headers), () => Ended, () => Trailers, () => _disposedWith.Add(null));

        call.ResponseStream.ShouldBeSameAs(_replies);
        await ShowsItsEnd(call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call, null);
    }

    [Fact]
    public async Task ServerStreamingCall_OfCallbacksWithState_HandsThemTheState()
    {
        var call = new AsyncServerStreamingCall<string>(_replies, HeadersOf, StatusOf, TrailersOf, _disposedWith.Add, "state");

        await ShowsItsEnd(call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call, "state");
    }

    [Fact]
    public async Task DuplexCall_OfItsParts_ShowsThem()
    {
        var call = new AsyncDuplexStreamingCall<string, string>(
            _requests, _replies, Task.FromResult(Headers), () => Ended, () => Trailers, () => _disposedWith.Add(null));

        call.RequestStream.ShouldBeSameAs(_requests);
        call.ResponseStream.ShouldBeSameAs(_replies);
        await ShowsItsEnd(call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call, null);
    }

    [Fact]
    public async Task DuplexCall_OfCallbacksWithState_HandsThemTheState()
    {
        var call = new AsyncDuplexStreamingCall<string, string>(
            _requests, _replies, HeadersOf, StatusOf, TrailersOf, _disposedWith.Add, "state");

        await ShowsItsEnd(call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call, "state");
    }

    [Fact]
    public async Task WriteAsync_WithATokenThatCanBeCancelled_IsRefusedByAWriterThatHasNoSuchWrite()
    {
        IAsyncStreamWriter<string> writer = new PlainWriter();
        using var source = new CancellationTokenSource();

        await Should.ThrowAsync<NotSupportedException>(() => writer.WriteAsync("a", source.Token));
        await writer.WriteAsync("b", CancellationToken.None);

        ((PlainWriter)writer).Written.ShouldBe(["b"]);
    }

    [Fact]
    public void CallOptions_With_ChangeOneThingEach()
    {
        using var source = new CancellationTokenSource();
        var headers = new Metadata();
        var deadline = new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var credentials = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
        var plain = new CallOptions();

        var options = plain.WithHeaders(headers).WithDeadline(deadline).WithCancellationToken(source.Token)
            .WithWriteOptions(WriteOptions.Default).WithCredentials(credentials).WithWaitForReady();

        options.Headers.ShouldBeSameAs(headers);
        options.Deadline.ShouldBe(deadline);
        options.CancellationToken.ShouldBe(source.Token);
        options.WriteOptions.ShouldBeSameAs(WriteOptions.Default);
        options.Credentials.ShouldBeSameAs(credentials);
        options.IsWaitForReady.ShouldBeTrue();
        options.WithWaitForReady(false).IsWaitForReady.ShouldBeFalse();
        plain.ShouldBe(default);
    }

    private static Task<Metadata> HeadersOf(object state) => Task.FromResult(state is "state" ? Headers : Metadata.Empty);

    private static Status StatusOf(object state) => state is "state" ? Ended : default;

    private static Metadata TrailersOf(object state) => state is "state" ? Trailers : Metadata.Empty;

    private async Task ShowsItsEnd(
        Task<Metadata> headers, Func<Status> status, Func<Metadata> trailers, IDisposable call, object? disposedWith)
    {
        (await headers).ShouldBeSameAs(Headers);
        status().ShouldBe(Ended);
        trailers().ShouldBeSameAs(Trailers);
        call.Dispose();
        _disposedWith.ShouldBe([disposedWith]);
    }

    private sealed class PlainWriter : IAsyncStreamWriter<string>
    {
        public List<string> Written { get; } = [];

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(string message)
        {
            Written.Add(message);
            return Task.CompletedTask;
        }
    }
}
