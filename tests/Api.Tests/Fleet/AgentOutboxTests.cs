using CleanLite.Domain.Fleet;
using CleanLite.Infrastructure.Fleet;

namespace CleanLite.Api.Tests.Fleet;

public sealed class AgentOutboxTests
{
    private readonly List<string> _written = [];

    [Fact]
    public async Task SendAsync_ManyAtOnce_AreWrittenOneByOneAndTheGoodbyeLast()
    {
        await using var outbox = New(capacity: 4);
        var writing = outbox.WriteAllAsync(WriteAsync, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(s => Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++) (await outbox.SendAsync($"{s}:{i}", CancellationToken.None)).ShouldBeTrue();
        })));
        outbox.End(GoodbyeReason.Drain, "later", 1_234);
        await writing.WaitAsync(Eventually.Patience);

        _written.Count.ShouldBe(1_601);
        _written[^1].ShouldBe("goodbye Drain later 1234");
        for (var sender = 0; sender < 8; sender++)
        {
            _written.Where(w => w.StartsWith($"{sender}:", StringComparison.Ordinal))
                .ShouldBe(Enumerable.Range(0, 200).Select(i => $"{sender}:{i}"));
        }
    }

    [Fact]
    public async Task SendAsync_NoRoom_WaitsForIt()
    {
        await using var outbox = New(capacity: 2);
        await outbox.SendAsync("1", CancellationToken.None);
        await outbox.SendAsync("2", CancellationToken.None);
        var third = outbox.SendAsync("3", CancellationToken.None).AsTask();
        third.IsCompleted.ShouldBeFalse();

        var writing = outbox.WriteAllAsync(WriteAsync, CancellationToken.None);
        (await third.WaitAsync(Eventually.Patience)).ShouldBeTrue();
        outbox.Close();
        await writing.WaitAsync(Eventually.Patience);
        _written.ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task End_Twice_TheFirstCounts()
    {
        await using var outbox = New();
        outbox.End(GoodbyeReason.Superseded, "first");
        outbox.End(GoodbyeReason.Drain, "second");
        outbox.Close();
        await outbox.WriteAllAsync(WriteAsync, CancellationToken.None);

        _written.ShouldBe(["goodbye Superseded first 0"]);
        (await outbox.SendAsync("late", CancellationToken.None)).ShouldBeFalse();
        outbox.Ended.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task End_AfterClose_SaysNothing()
    {
        await using var outbox = New();
        outbox.Close();
        outbox.End(GoodbyeReason.Idle, "too late");
        await outbox.WriteAllAsync(WriteAsync, CancellationToken.None);

        _written.ShouldBeEmpty();
        outbox.Farewell.ShouldBeNull();
    }

    [Fact]
    public async Task End_CalledByWhoeverHoldsALock_DoesNotRunTheSessionThere()
    {
        using var held = new ManualResetEventSlim();
        await using var outbox = New();
        outbox.Ended.Register(() => held.Wait(Eventually.Patience));
        outbox.End(GoodbyeReason.Superseded, "");
        held.Set();
    }

    [Fact]
    public async Task Ended_OfASessionThatIsDisposedOf_IsStillThere()
    {
        // Whoever ended the stream may not have fired it yet when both loops have ended.
        var outbox = New();
        await outbox.DisposeAsync();
        outbox.Ended.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task WriteAllAsync_WriterFails_EndsTheStream()
    {
        await using var outbox = New();
        await outbox.SendAsync("1", CancellationToken.None);
        await Should.ThrowAsync<IOException>(() => outbox.WriteAllAsync((_, _, _) => throw new IOException(), CancellationToken.None));

        await Eventually.HoldsAsync(() => outbox.Ended.IsCancellationRequested, "the reading is told to stop");
        (await outbox.SendAsync("2", CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task WriteAllAsync_SeveralWait_TellsAllButTheLastThatMoreFollow()
    {
        await using var outbox = New();
        var more = new List<bool>();
        foreach (var message in new[] { "1", "2", "3" }) await outbox.SendAsync(message, CancellationToken.None);
        outbox.Close();
        await outbox.WriteAllAsync(
            (_, follows, _) =>
            {
                more.Add(follows);
                return ValueTask.CompletedTask;
            },
            CancellationToken.None);
        more.ShouldBe([true, true, false]);
    }

    private static AgentOutbox<string> New(int capacity = 16) =>
        new("test", capacity, f => $"goodbye {f.Reason} {f.Detail} {f.ReconnectAfterMs}");

    private ValueTask WriteAsync(string message, bool more, CancellationToken cancellation)
    {
        _written.Add(message);
        return ValueTask.CompletedTask;
    }
}
