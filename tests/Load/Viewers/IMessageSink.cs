namespace CleanLite.Load.Viewers;

/// <summary>What a viewer does with what it is sent. Called on the loop's thread only.</summary>
internal interface IMessageSink
{
    /// <summary>Points seen so far.</summary>
    long Points { get; }

    /// <summary>True if it takes messages in the pieces in which they come; false if a message in pieces is a fault of the server.</summary>
    bool TakesPieces => false;

    /// <summary>Takes a message's payload, read at <paramref name="nowUs"/>.</summary>
    void Take(ReadOnlySpan<byte> message, long nowUs);
}
