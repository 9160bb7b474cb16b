namespace Grpc.Core;

/// <summary>Options for writing messages. It never changes.</summary>
/// <param name="flags">The flags.</param>
public class WriteOptions(WriteFlags flags = WriteFlags.None)
{
    /// <summary>Options without any flag.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>The flags.</summary>
    public WriteFlags Flags { get; } = flags;
}
