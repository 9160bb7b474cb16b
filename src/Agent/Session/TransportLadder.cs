namespace CleanLite.Agent.Session;

/// <summary>
/// Which transport is next: the first as long as it works, the one after it when links stay short, and from there, every so often, a trial of the
/// first. All of them carry the same session, so that a change loses nothing. Used by the client's own loop; <see cref="Current"/> by anyone.
/// </summary>
internal sealed class TransportLadder(IReadOnlyList<IAgentTransport> rungs, AgentOptions options)
{
    private const int MaxShortLinks = 3;

    // Less than the server forgives (its Fleet:ReconnectGraceMs): an agent that tries in vain does not count as gone.
    private static readonly TimeSpan TrialTime = TimeSpan.FromSeconds(3);

    // Timers and timestamps are not of one clock.
    private static readonly TimeSpan AsGoodAsOver = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider _time = options.TimeProvider;
    private volatile int _rung;
    private volatile bool _onTrial;
    private int _shortLinks;
    private long _fellAt;
    private TimeSpan _stay;

    /// <summary>The transport to use now.</summary>
    public IAgentTransport Current => rungs[_onTrial ? 0 : _rung];

    /// <summary>How long a connection may take.</summary>
    public TimeSpan ConnectTimeout => _onTrial && TrialTime < options.ConnectTimeout ? TrialTime : options.ConnectTimeout;

    /// <summary>How long to stay with a fallback before the first transport is tried again; null when that is in use.</summary>
    public TimeSpan? UntilTrial => _onTrial || _rung == 0
        ? null
        : _stay - _time.GetElapsedTime(_fellAt) is var left && left > AsGoodAsOver ? left : TimeSpan.Zero;

    /// <summary>A link has ended, or was not made. True if the next one is not to wait: a trial, or the return from one.</summary>
    /// <param name="isShort">It had no Welcome or lasted some seconds only, and the server did not say why.</param>
    public bool Ended(bool isShort)
    {
        if (_onTrial) return EndTrial(isShort);
        if (UntilTrial == TimeSpan.Zero)
        {
            options.Logger.TryingAgain(rungs[0].Name, rungs[0].Address);
            return _onTrial = true;
        }

        _shortLinks = isShort ? _shortLinks + 1 : 0;
        if (_shortLinks >= MaxShortLinks && rungs.Count > 1) Fall();
        return false;
    }

    private bool EndTrial(bool isShort)
    {
        _shortLinks = 0;
        if (isShort) Stay();
        else _rung = 0;
        _onTrial = false;
        return isShort;
    }

    // From the last one it goes back to the first: then it is the server that is away, not one of its doors.
    private void Fall()
    {
        var failed = Current;
        _shortLinks = 0;
        Stay();
        _rung = (_rung + 1) % rungs.Count;
        options.Logger.FallingBack(failed.Name, MaxShortLinks, Current.Name, Current.Address);
    }

    private void Stay() => (_fellAt, _stay) = (_time.GetTimestamp(), options.GrpcRetryInterval * (1 + 0.5 * options.Jitter.NextDouble()));
}
