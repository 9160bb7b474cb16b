namespace Grpc.Core;

/// <summary>A channel: the lasting link to one target, shared by many calls.</summary>
public abstract class ChannelBase
{
    /// <summary>Makes a channel.</summary>
    /// <param name="target">What it leads to.</param>
    /// <exception cref="ArgumentNullException"><paramref name="target"/> is null.</exception>
    protected ChannelBase(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <summary>What the channel leads to.</summary>
    public string Target { get; }

    /// <summary>Makes an invoker whose calls go through this channel.</summary>
    /// <returns>The invoker.</returns>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Closes the channel.</summary>
    /// <returns>Done when it is closed.</returns>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <summary>Does the closing; does nothing unless overridden.</summary>
    /// <returns>Done when it is closed.</returns>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
