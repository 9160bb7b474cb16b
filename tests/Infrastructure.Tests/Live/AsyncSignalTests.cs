using CleanLite.Infrastructure.Live;

namespace CleanLite.Infrastructure.Tests.Live;

public sealed class AsyncSignalTests
{
    [Fact]
    public void Wait_AfterManySets_PassesOnce()
    {
        var signal = new AsyncSignal();
        signal.Set();
        signal.Set();
        signal.WaitAsync().AsTask().IsCompleted.ShouldBeTrue();
        signal.WaitAsync().AsTask().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Set_FromManyThreads_LosesNoWork()
    {
        var (signal, published, seen) = (new AsyncSignal(), 0, 0);
        const int Items = 200_000;
        var producers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Items; i++)
            {
                Interlocked.Increment(ref published);
                signal.Set();
            }
        })).ToArray();

        var consumer = Task.Run(async () =>
        {
            // Every wait that passes must show something, and after the last set nothing may be left unseen.
            while (seen < 3 * Items)
            {
                await signal.WaitAsync();
                seen = Volatile.Read(ref published);
            }
        });
        await Task.WhenAll(producers).WaitAsync(TimeSpan.FromSeconds(60));
        await consumer.WaitAsync(TimeSpan.FromSeconds(60));
        seen.ShouldBe(3 * Items);
    }
}
