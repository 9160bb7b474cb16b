using System.Buffers;

namespace CleanLite.Api.Tests.Ingest;

/// <summary>Bytes in pieces, as a pipe hands them over.</summary>
internal sealed class Segments : ReadOnlySequenceSegment<byte>
{
    private Segments(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

    public static ReadOnlySequence<byte> Of(ReadOnlyMemory<byte> bytes, Random random)
    {
        var first = new Segments(default, 0);
        var last = first;
        while (!bytes.IsEmpty)
        {
            var piece = bytes[..random.Next(0, Math.Min(bytes.Length, 20) + 1)];
            bytes = bytes[piece.Length..];
            var next = new Segments(piece, last.RunningIndex + last.Memory.Length);
            last.Next = next;
            last = next;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
