using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a deserialiser finds the bytes of one message.</summary>
public abstract class DeserializationContext
{
    /// <summary>The length of the message in bytes.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>The message in an array that belongs to the caller.</summary>
    /// <returns>The bytes.</returns>
    /// <exception cref="NotImplementedException">The context does not give arrays.</exception>
    public virtual byte[] PayloadAsNewBuffer() => throw new NotImplementedException();

    /// <summary>The message without a copy; valid only until the deserialiser returns.</summary>
    /// <returns>The bytes.</returns>
    /// <exception cref="NotImplementedException">The context does not give sequences.</exception>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => throw new NotImplementedException();
}
