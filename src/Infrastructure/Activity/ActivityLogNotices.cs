using System.Threading.Channels;
using CleanLite.Domain.Activity;

namespace CleanLite.Infrastructure.Activity;

/// <summary>
/// Notices on their way from the log to the feed. The feed writes to the log, so the log must not call the feed: it leaves word here, also
/// before the feed exists. Bounded; the oldest leave first, the server's log has them all.
/// </summary>
internal sealed class ActivityLogNotices
{
    private const int Capacity = 64;

    private readonly Channel<ActivityLogNotice> _channel = Channel.CreateBounded<ActivityLogNotice>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Leave(
        string type, Severity severity, string message, StorageFault? fault = null, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var attributes = new Dictionary<string, string>();
        if (fault is not null) attributes["fault"] = fault.Word;
        foreach (var (name, value) in more) attributes[name] = value;
        _channel.Writer.TryWrite(new ActivityLogNotice(type, severity, message, attributes));
    }

    public IAsyncEnumerable<ActivityLogNotice> ReadAllAsync(CancellationToken cancellation) => _channel.Reader.ReadAllAsync(cancellation);
}
