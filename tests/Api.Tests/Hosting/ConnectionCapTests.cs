using CleanLite.Api.Hosting;
using CleanLite.Testing;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Api.Tests.Hosting;

public sealed class ConnectionCapTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<ConnectionMetrics>().BuildServiceProvider();
    private readonly ConnectionRoom _room = new(ConnectionRoom.Kept + ConnectionRoom.Least);
    private readonly ConnectionCap _cap;

    public ConnectionCapTests() => _cap = new ConnectionCap("grpc", 2, _room, _services.GetRequiredService<ConnectionMetrics>());

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Connection_BeyondTheCap_IsClosedAndNotPassedOn()
    {
        Pass(new TaskCompletionSource()).IsPassed.ShouldBeTrue();
        Pass(new TaskCompletionSource()).IsPassed.ShouldBeTrue();
        var third = Pass(new TaskCompletionSource());
        third.IsPassed.ShouldBeFalse();
        third.Closed.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task Place_OfAConnectionWhoseApplicationEnds_IsThereAgainOnce()
    {
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        var one = Pass(first);
        Pass(second);
        first.SetResult();
        await one.Passing.WaitAsync(Eventually.Patience);
        await one.Closed.CancelAsync();
        Pass(new TaskCompletionSource()).IsPassed.ShouldBeTrue();
        Pass(new TaskCompletionSource()).IsPassed.ShouldBeFalse();
    }

    [Fact]
    public async Task Place_OfAConnectionThatIsClosedAndWhoseApplicationNeverEnds_IsThereAgainOnce()
    {
        var never = new TaskCompletionSource();
        var one = Pass(never);
        Pass(new TaskCompletionSource());
        await one.Closed.CancelAsync();
        Pass(new TaskCompletionSource()).IsPassed.ShouldBeTrue();
        never.SetResult();
        await one.Passing.WaitAsync(Eventually.Patience);
        Pass(new TaskCompletionSource()).IsPassed.ShouldBeFalse();
    }

    [Fact]
    public void Places_OfAllListeners_AreGivenBackWithTheirs()
    {
        for (var i = 0; i < 10 * ConnectionRoom.Least; i++) Pass(new TaskCompletionSource()).Closed.Cancel();
        for (var i = 0; i < ConnectionRoom.Least; i++) _room.TryEnter().ShouldBeTrue();
        _room.TryEnter().ShouldBeFalse();
    }

    private Passed Pass(TaskCompletionSource end)
    {
        var closed = new CancellationTokenSource();
        var connection = new ClosableConnection(closed);
        var isPassed = false;
        var passing = _cap.PassAsync(connection, _ =>
        {
            isPassed = true;
            return end.Task;
        });
        return new Passed(passing, isPassed, closed);
    }

    private sealed record Passed(Task Passing, bool IsPassed, CancellationTokenSource Closed);

    private sealed class ClosableConnection : DefaultConnectionContext
    {
        private readonly CancellationTokenSource _closed;

        public ClosableConnection(CancellationTokenSource closed) => (_closed, ConnectionClosed) = (closed, closed.Token);

        public override void Abort(ConnectionAbortedException abortReason) => _closed.Cancel();
    }
}
