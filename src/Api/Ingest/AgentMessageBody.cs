using System.Buffers;
using CleanLite.V1;
using Google.Protobuf;

namespace CleanLite.Api.Ingest;

/// <summary>The members of <c>AgentMessage.body</c> other than a batch: rare, and read by the generated types, which are the reference.</summary>
internal static class AgentMessageBody
{
    /// <summary>The tag of a batch.</summary>
    public const uint BatchTag = (AgentMessage.BatchFieldNumber << 3) | 2;

    /// <summary>
    /// The longest message without its batches. Generated messages take up to a hundred times the bytes they came in; no message but a batch has a
    /// reason to be long.
    /// </summary>
    public const int MaxBytes = 1024 * 1024;

    private const uint SampleResultTag = (AgentMessage.SampleResultFieldNumber << 3) | 2;
    private const uint SampleSeriesTag = (SampleResult.SeriesFieldNumber << 3) | 2;

    /// <summary>True for the tag of any member of the oneof.</summary>
    public static bool IsBody(uint tag) => (tag & 7) == 2 && tag >> 3 is >= AgentMessage.HelloFieldNumber and <= AgentMessage.SkippedFieldNumber;

    /// <summary>Reads a message whose fields have been found whole; a batch in it comes out empty.</summary>
    public static AgentMessage? Read(ReadOnlySpan<byte> message, int maxSeries, out WireFault fault)
    {
        var rest = WithoutBatches(message);
        fault = rest.Length > MaxBytes || CountSampleSeries(rest) > maxSeries ? WireFault.TooLarge : WireFault.None;
        if (fault != WireFault.None) return null;
        try
        {
            return AgentMessage.Parser.ParseFrom(rest);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or IndexOutOfRangeException or ArgumentException)
        {
            // The last two are a defect of Google.Protobuf 3.25.1: a length close to 2^31 overflows its limit. The oracle tests found it.
            fault = WireFault.Refused;
            return null;
        }
    }

    // A batch leaves an empty batch behind: in a oneof, what follows it counts as new.
    private static ReadOnlySpan<byte> WithoutBatches(ReadOnlySpan<byte> message)
    {
        var rest = new ArrayBufferWriter<byte>();
        var reader = new WireReader(message);
        var start = 0;
        while (reader.NextField(out var tag))
        {
            reader.Skip(tag);
            rest.Write(tag == BatchTag ? [(byte)BatchTag, 0] : message[start..reader.Position]);
            start = reader.Position;
        }

        return rest.WrittenSpan;
    }

    private static int CountSampleSeries(ReadOnlySpan<byte> message)
    {
        var count = 0;
        var reader = new WireReader(message);
        while (reader.NextField(out var tag))
        {
            if (tag != SampleResultTag)
            {
                reader.Skip(tag);
                continue;
            }

            var sample = new WireReader(reader.ReadBytes());
            while (sample.NextField(out var inner))
            {
                if (inner == SampleSeriesTag) count++;
                sample.Skip(inner);
            }
        }

        return count;
    }
}
