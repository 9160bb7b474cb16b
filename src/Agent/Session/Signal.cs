using System.Threading.Channels;

namespace CleanLite.Agent.Session;

/// <summary>Wakes one waiter. Setting it twice before it is awaited wakes once; setting never blocks.</summary>
internal sealed class Signal
{
    private readonly Channel<bool> _raised =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _raised.Writer.TryWrite(true);

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _raised.Reader.ReadAsync(cancellationToken);
}
