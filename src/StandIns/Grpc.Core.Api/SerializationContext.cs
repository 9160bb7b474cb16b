using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a serialiser puts the bytes of one message.</summary>
public abstract class SerializationContext
{
    /// <summary>Hands over the whole message and ends the serialisation. The array belongs to the context from then on.</summary>
    /// <param name="payload">The bytes.</param>
    /// <exception cref="NotImplementedException">The context does not take arrays.</exception>
    public virtual void Complete(byte[] payload) => throw new NotImplementedException();

    /// <summary>The writer that takes the bytes; end with <see cref="Complete()"/>.</summary>
    /// <returns>The writer.</returns>
    /// <exception cref="NotImplementedException">The context has no writer.</exception>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotImplementedException();

    /// <summary>Says how many bytes will be written. Optional, before <see cref="GetBufferWriter"/>.</summary>
    /// <param name="payloadLength">The length in bytes.</param>
    /// <exception cref="NotImplementedException">The context does not take lengths.</exception>
    public virtual void SetPayloadLength(int payloadLength) => throw new NotImplementedException();

    /// <summary>Ends the serialisation after writing to <see cref="GetBufferWriter"/>.</summary>
    /// <exception cref="NotImplementedException">The context has no writer.</exception>
    public virtual void Complete() => throw new NotImplementedException();
}
