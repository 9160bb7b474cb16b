using CleanLite.StandIns.Tests.Protos;
using Grpc.Core;

namespace CleanLite.StandIns.Tests.Wire;

public sealed class DeadlineAndCancellationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Deadline_OfASleepingServer_FailsTheCall()
    {
        await using var server = await EchoServer.StartAsync(Sleeping());

        var failure = await Should.ThrowAsync<RpcException>(async () =>
            await server.Client.UnaryAsync(new EchoRequest(), deadline: DateTime.UtcNow.AddMilliseconds(300)));

        failure.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Deadline_ReachesTheServer()
    {
        var seen = DateTime.MaxValue;
        var script = new EchoScript
        {
            Unary = (request, context) =>
            {
                seen = context.Deadline;
                return Task.FromResult(EchoScript.Reply(request));
            },
        };
        await using var server = await EchoServer.StartAsync(script);
        var deadline = DateTime.UtcNow.AddHours(1);

        await server.Client.UnaryAsync(new EchoRequest(), deadline: deadline);

        seen.ShouldBe(deadline, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Cancellation_ByToken_EndsBothSides()
    {
        await using var server = await EchoServer.StartAsync(Sleeping());
        using var source = new CancellationTokenSource();

        var call = server.Client.UnaryAsync(new EchoRequest(), cancellationToken: source.Token);
        await _entered.Task.WaitAsync(Patience);
        await source.CancelAsync();

        (await Should.ThrowAsync<RpcException>(async () => await call)).StatusCode.ShouldBe(StatusCode.Cancelled);
        await _cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Dispose_OfARunningStream_CancelsItOnTheServer()
    {
        await using var server = await EchoServer.StartAsync(Sleeping());

        var call = server.Client.Chat();
        await call.RequestStream.WriteAsync(new EchoRequest());
        await _entered.Task.WaitAsync(Patience);
        call.Dispose();

        await _cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Read_ByACancelledToken_GivesUp()
    {
        await using var server = await EchoServer.StartAsync(Sleeping());
        using var source = new CancellationTokenSource();

        using var call = server.Client.Chat();
        var read = call.ResponseStream.MoveNext(source.Token);
        await _entered.Task.WaitAsync(Patience);
        await source.CancelAsync();

        (await Should.ThrowAsync<RpcException>(() => read)).StatusCode.ShouldBe(StatusCode.Cancelled);
    }

    [Fact]
    public async Task Write_ByACancelledToken_IsRefused()
    {
        await using var server = await EchoServer.StartAsync(Sleeping());
        using var call = server.Client.Chat();

        await Should.ThrowAsync<Exception>(() => call.RequestStream.WriteAsync(new EchoRequest(), new CancellationToken(canceled: true)));
    }

    private EchoScript Sleeping() => new()
    {
        Unary = async (request, context) =>
        {
            await SleepAsync(context.CancellationToken);
            return EchoScript.Reply(request);
        },
        Chat = (_, _, context) => SleepAsync(context.CancellationToken),
    };

    private async Task SleepAsync(CancellationToken cancellationToken)
    {
        _entered.TrySetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            _cancelled.TrySetResult();
        }
    }
}
