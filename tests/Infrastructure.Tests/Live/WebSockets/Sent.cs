using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Tests.Live.WebSockets;

/// <summary>A text message of a client: cut into fragments, with control frames (or none) between them and after the last.</summary>
internal sealed record Sent(byte[] Text, int[] Cuts, (byte Opcode, byte[] Payload)?[] Controls, uint Mask)
{
    /// <summary>The fragments, as they stand in the text.</summary>
    public List<byte[]> Fragments
    {
        get
        {
            int[] at = [0, .. Cuts.Select(c => c % (Text.Length + 1)).Order(), Text.Length];
            return [.. at.Zip(at.Skip(1)).Select(p => Text[p.First..p.Second])];
        }
    }

    public IEnumerable<byte> Bytes => Fragments.SelectMany((fragment, i) => (byte[])
    [
        .. ClientFrames.Frame((byte)((i == 0 ? 0x01 : 0x00) | (i == Cuts.Length ? 0x80 : 0)), fragment, Mask + (uint)i),
        .. Controls[i] is var (opcode, payload) ? ClientFrames.Frame((byte)(0x80 | opcode), payload, ~Mask) : [],
    ]);

    /// <summary>What it should be read as: control frames within a message come before it.</summary>
    public IEnumerable<(IncomingKind Kind, byte[] Payload, int? Fault)> Expected
    {
        get
        {
            for (var i = 0; i < Controls.Length; i++)
            {
                if (i == Controls.Length - 1) yield return (IncomingKind.Text, Text, null);
                if (Controls[i] is var (opcode, payload)) yield return (opcode == 9 ? IncomingKind.Ping : IncomingKind.Pong, payload, null);
            }
        }
    }
}
