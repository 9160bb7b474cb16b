using CleanLite.Application.Live;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>
/// Commands on their way from the viewer's reading side to its writer. Bounded: while it is full nothing more is read from the viewer, which then
/// waits in its own TCP window.
/// </summary>
internal sealed class CommandQueue(AsyncSignal arrived)
{
    public const int Capacity = 16;

    private readonly Lock _sync = new();
    private readonly Queue<LiveCommand> _commands = new();
    private readonly AsyncSignal _room = new();
    private bool _closed;

    /// <summary>Appends a command, when there is room.</summary>
    public async ValueTask AppendAsync(LiveCommand command)
    {
        while (!TryAppend(command)) await _room.WaitAsync().ConfigureAwait(false);
        arrived.Set();
    }

    public bool TryTake(out LiveCommand? command)
    {
        lock (_sync)
        {
            if (!_commands.TryDequeue(out command)) return false;
        }

        _room.Set();
        return true;
    }

    /// <summary>Nothing will be taken any more; what is appended from now on is dropped.</summary>
    public void Close()
    {
        lock (_sync) _closed = true;
        _room.Set();
    }

    private bool TryAppend(LiveCommand command)
    {
        lock (_sync)
        {
            if (_closed) return true;
            if (_commands.Count == Capacity) return false;
            _commands.Enqueue(command);
            return true;
        }
    }
}
