using System.Text;

namespace Grpc.Core;

/// <summary>Makes marshallers without naming their type.</summary>
public static class Marshallers
{
    /// <summary>UTF-8 text as a message, for tests.</summary>
    public static Marshaller<string> StringMarshaller { get; } = new(Encoding.UTF8.GetBytes, Encoding.UTF8.GetString);

    /// <summary>Makes a marshaller of functions over arrays.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <param name="serializer">Message to bytes.</param>
    /// <param name="deserializer">Bytes to message.</param>
    /// <returns>The marshaller.</returns>
    /// <exception cref="ArgumentNullException">A parameter is null.</exception>
    public static Marshaller<T> Create<T>(Func<T, byte[]> serializer, Func<byte[], T> deserializer) => new(serializer, deserializer);

    /// <summary>Makes a marshaller of functions over contexts.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <param name="serializer">Message to context.</param>
    /// <param name="deserializer">Context to message.</param>
    /// <returns>The marshaller.</returns>
    /// <exception cref="ArgumentNullException">A parameter is null.</exception>
    public static Marshaller<T> Create<T>(Action<T, SerializationContext> serializer, Func<DeserializationContext, T> deserializer) =>
        new(serializer, deserializer);
}
