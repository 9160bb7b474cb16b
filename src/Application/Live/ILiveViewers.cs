namespace CleanLite.Application.Live;

/// <summary>Serves viewers over streams that speak RFC 6455 after the handshake.</summary>
public interface ILiveViewers
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>Serves one viewer to its end. Refuses by close code where a limit is reached. Does not throw for anything that a viewer does.</summary>
    /// <param name="stream">The connection, both ways.</param>
    /// <param name="request">Who it is and what it asks for.</param>
    /// <param name="cancellation">Cuts the connection.</param>
    Task<LiveOutcome> ServeAsync(Stream stream, LiveRequest request, CancellationToken cancellation);

    /// <summary>Counts a viewer that was turned away before it got here.</summary>
    void CountRefusal(LiveEnding ending);
}
