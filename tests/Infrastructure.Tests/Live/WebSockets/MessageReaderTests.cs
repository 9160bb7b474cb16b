using System.Security.Cryptography;
using System.Text;
using CleanLite.Application.Live;
using CleanLite.Infrastructure.Live.WebSockets;
using CleanLite.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Infrastructure.Tests.Live.WebSockets;

public sealed class MessageReaderTests
{
    private const int MaxMessage = 64 * 1024;

    /// <summary>Every row: what the client sends, and the close code that it must meet. At least 100 of them (issue: classes of RFC 6455 violations).</summary>
    public static TheoryData<string, byte[], int> Violations()
    {
        var rows = new TheoryData<string, byte[], int>();
        foreach (var reserved in new byte[] { 0x40, 0x20, 0x10, 0x60, 0x50, 0x30, 0x70 })
        {
            foreach (var opcode in new byte[] { 0x1, 0x8, 0x9, 0xA })
                rows.Add($"reserved bits {reserved:x2} on opcode {opcode:x}", ClientFrames.Frame((byte)(0x80 | reserved | opcode), []), 1002);
        }

        foreach (var opcode in new byte[] { 0x3, 0x4, 0x5, 0x6, 0x7, 0xB, 0xC, 0xD, 0xE, 0xF })
        {
            rows.Add($"reserved opcode {opcode:x}", ClientFrames.Frame((byte)(0x80 | opcode), [1]), 1002);
            rows.Add($"reserved opcode {opcode:x} in a message", [.. Start("a"), .. ClientFrames.Frame((byte)(0x80 | opcode), [])], 1002);
        }

        foreach (var opcode in new byte[] { 0x8, 0x9, 0xA })
        {
            rows.Add($"control {opcode:x} in fragments", ClientFrames.Frame(opcode, []), 1002);
            rows.Add($"control {opcode:x} of 126 bytes", ClientFrames.Frame((byte)(0x80 | opcode), new byte[126]), 1002);
            rows.Add($"control {opcode:x} of 70,000 bytes", ClientFrames.Frame((byte)(0x80 | opcode), new byte[70_000]), 1002);
            rows.Add($"control {opcode:x} with a long length", ClientFrames.Frame((byte)(0x80 | opcode), new byte[5], 2), 1002);
            rows.Add($"control {opcode:x} without a mask", [.. ClientFrames.Head((byte)(0x80 | opcode), 0, 0, false)], 1002);
        }

        rows.Add("text without a mask", [.. ClientFrames.Head(0x81, 1, 0, false), (byte)'a'], 1002);
        rows.Add("fragment without a mask", [.. ClientFrames.Head(0x01, 1, 0, false), (byte)'a'], 1002);
        rows.Add("continuation without a mask", [.. Start("a"), .. ClientFrames.Head(0x80, 1, 0, false), (byte)'a'], 1002);
        rows.Add("continuation of nothing", ClientFrames.Frame(0x80, [1]), 1002);
        rows.Add("continuation of nothing, more to come", ClientFrames.Frame(0x00, [1]), 1002);
        rows.Add("continuation after a whole message", [.. ClientFrames.Text("a"), .. ClientFrames.Frame(0x80, [1])], 1002);
        rows.Add("text in a message", [.. Start("a"), .. ClientFrames.Text("b")], 1002);
        rows.Add("fragment of text in a message", [.. Start("a"), .. Start("b")], 1002);
        rows.Add("binary in a message", [.. Start("a"), .. ClientFrames.Frame(0x82, [1])], 1002);
        rows.Add("text in a message after a ping", [.. Start("a"), .. ClientFrames.Frame(0x89, []), .. ClientFrames.Text("b")], 1002);
        rows.Add("binary", ClientFrames.Frame(0x82, [1, 2, 3]), 1003);
        rows.Add("empty binary", ClientFrames.Frame(0x82, []), 1003);
        rows.Add("fragment of binary", ClientFrames.Frame(0x02, [1]), 1003);
        rows.Add("large binary", ClientFrames.Frame(0x82, new byte[70_000]), 1003);
        foreach (var length in new[] { 0, 1, 125 })
        {
            rows.Add($"{length} bytes with a 16-bit length", ClientFrames.Frame(0x81, Letters(length), 2), 1002);
            rows.Add($"{length} bytes with a 64-bit length", ClientFrames.Frame(0x81, Letters(length), 8), 1002);
        }

        rows.Add("126 bytes with a 64-bit length", ClientFrames.Frame(0x81, Letters(126), 8), 1002);
        rows.Add("65,535 bytes with a 64-bit length", ClientFrames.Frame(0x81, Letters(65_535), 8), 1002);
        rows.Add("length with the highest bit", [.. ClientFrames.Head(0x81, long.MinValue, 8, true), 1, 2, 3, 4], 1002);
        rows.Add("length of -1", [.. ClientFrames.Head(0x81, -1, 8, true), 1, 2, 3, 4], 1002);
        rows.Add("a message over the limit", ClientFrames.Frame(0x81, Letters(MaxMessage + 1)), 1009);
        rows.Add("a claim of 2^63-1 bytes", [.. ClientFrames.Head(0x81, long.MaxValue, 8, true), 1, 2, 3, 4], 1009);
        rows.Add("a claim of 4 GiB", [.. ClientFrames.Head(0x81, 1L << 32, 8, true), 1, 2, 3, 4], 1009);
        rows.Add("fragments over the limit", [.. Start(new string('a', MaxMessage)), .. ClientFrames.Frame(0x80, [1])], 1009);
        rows.Add("fragments over the limit by far", [.. Start(new string('a', 40_000)), .. ClientFrames.Frame(0x00, Letters(40_000))], 1009);
        rows.Add("too many fragments", [.. Start(""), .. Enumerable.Repeat(ClientFrames.Frame(0x00, []), 1_024).SelectMany(f => f)], 1009);
        foreach (var code in new[] { 0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535 })
            rows.Add($"close code {code}", ClientFrames.Close(code), 1002);
        rows.Add("close of one byte", ClientFrames.Frame(0x88, [3]), 1002);
        rows.Add("close with a broken reason", ClientFrames.Frame(0x88, [0x03, 0xE8, 0xC3]), 1007);
        rows.Add("close with a surrogate in its reason", ClientFrames.Frame(0x88, [0x03, 0xE8, 0xED, 0xA0, 0x80]), 1007);
        foreach (var (name, bytes) in BrokenTexts)
        {
            rows.Add($"{name}", ClientFrames.Frame(0x81, bytes), 1007);
            rows.Add($"{name}, in two fragments", [.. ClientFrames.Frame(0x01, bytes[..1]), .. ClientFrames.Frame(0x80, bytes[1..])], 1007);
            rows.Add($"{name}, a ping between", [.. ClientFrames.Frame(0x01, bytes), .. ClientFrames.Frame(0x89, []), .. ClientFrames.Frame(0x80, [])], 1007);
        }

        return rows;
    }

    private static (string, byte[])[] BrokenTexts =>
    [
        ("a lone continuation byte", [0x61, 0x80]),
        ("a lead byte without its second", [0xC3, 0x61]),
        ("a text cut within a character", [0x61, 0xE2, 0x82]),
        ("an overlong slash", [0xC0, 0xAF]),
        ("an overlong slash of three bytes", [0xE0, 0x80, 0xAF]),
        ("half a surrogate pair", [0xED, 0xA0, 0x80]),
        ("a character past U+10FFFF", [0xF4, 0x90, 0x80, 0x80]),
        ("a byte that never occurs", [0x61, 0xFF]),
        ("five bytes", [0xF8, 0x88, 0x80, 0x80, 0x80]),
    ];

    [Fact]
    public void Violations_OfTheProtocol_AreAtLeastAHundred() => Violations().Count.ShouldBeGreaterThanOrEqualTo(100);

    [Theory]
    [MemberData(nameof(Violations))]
    public void Read_Violation_IsFaultWithItsCode(string what, byte[] bytes, int code)
    {
        foreach (var piece in new[] { bytes.Length, 1, 7 })
        {
            using var reader = new MessageReader(MaxMessage);
            Run(reader, bytes, piece).LastOrDefault(m => m.Fault is not null).Fault.ShouldBe(code, $"{what}, in pieces of {piece}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(MaxMessage)]
    public void Read_TextOfLength_ComesWhole(int length)
    {
        using var reader = new MessageReader(MaxMessage);
        var message = Run(reader, ClientFrames.Frame(0x81, Letters(length)), 1_000).ShouldHaveSingleItem();
        message.Kind.ShouldBe(IncomingKind.Text);
        message.Payload.ShouldBe(Letters(length));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1003)]
    [InlineData(1007)]
    [InlineData(1014)]
    [InlineData(3000)]
    [InlineData(4999)]
    public void Read_CloseWithAllowedCode_IsClose(int code)
    {
        using var reader = new MessageReader(MaxMessage);
        Run(reader, ClientFrames.Close(code, "bye"), 3).ShouldHaveSingleItem().Kind.ShouldBe(IncomingKind.Close);
    }

    [Fact]
    public void Read_CharacterAcrossFragments_IsValid()
    {
        using var reader = new MessageReader(MaxMessage);
        var euro = Encoding.UTF8.GetBytes("\u20ac");
        byte[] bytes = [.. ClientFrames.Frame(0x01, euro[..1]), .. ClientFrames.Frame(0x00, euro[1..2]), .. ClientFrames.Frame(0x80, euro[2..])];
        Run(reader, bytes, 1).ShouldHaveSingleItem().Payload.ShouldBe(euro);
    }

    [Fact]
    public void Read_PingWithinMessage_ComesBeforeIt()
    {
        using var reader = new MessageReader(MaxMessage);
        byte[] bytes = [.. Start("a"), .. ClientFrames.Frame(0x89, [7]), .. ClientFrames.Frame(0x80, Letters(1))];
        var read = Run(reader, bytes, 2);
        read.Select(m => m.Kind).ShouldBe([IncomingKind.Ping, IncomingKind.Text]);
        read[0].Payload.ShouldBe([(byte)7]);
        Encoding.UTF8.GetString(read[1].Payload).ShouldBe("aa");
    }

    [Fact]
    public void Read_AnyMessagesInAnyPieces_ComeAsSent()
    {
        var seen = new Coverage();
        Prop.ForAll(Traffic().ToArbitrary(), PieceSizes().ToArbitrary(), (sent, pieces) =>
        {
            seen.Note("a 16-bit length", sent.LongestFrame is > 125 and <= ushort.MaxValue);
            seen.Note("a 64-bit length", sent.LongestFrame > ushort.MaxValue, least: 1);
            seen.Note("control within a message", sent.HasControlWithin);
            seen.Note("three fragments or more", sent.MostFragments > 2);
            using var reader = new MessageReader(MaxMessage);
            Run(reader, sent.Bytes, pieces).Select(Shown).ShouldBe(sent.Expected.Select(Shown));
        }).ShouldHold(cost: 20, seen);
    }

    [Fact]
    public void Read_ViolationAfterAnyMessages_IsFaultWithItsCodeAndHarmsNoneBefore()
    {
        var violations = Violations().Select(row => (What: (string)row[0], Bytes: (byte[])row[1], Code: (int)row[2])).Where(v => v.Bytes.Length < 1_000).ToArray();
        Prop.ForAll(Traffic(most: 3, longest: 200).ToArbitrary(), Gen.Elements(violations).ToArbitrary(), PieceSizes().ToArbitrary(), (sent, violation, pieces) =>
        {
            using var reader = new MessageReader(MaxMessage);
            var read = Run(reader, [.. sent.Bytes, .. violation.Bytes, .. ClientFrames.Text("after")], pieces);
            read.Take(sent.Expected.Count).Select(Shown).ShouldBe(sent.Expected.Select(Shown));
            read[^1].Fault.ShouldBe(violation.Code, violation.What);
        }).ShouldHold(cost: 5);
    }

    // Messages in fragments cut at any byte, control frames between them, and what should come of it.
    private static Gen<Traffic> Traffic(int most = 6, int longest = MaxMessage) =>
        from messages in Gen.Choose(0, most).SelectMany(n => Message(longest).ArrayOf(n))
        select new Traffic(messages);

    private static Gen<Sent> Message(int longest) =>
        from length in Gen.Frequency(
            (1, Gen.Constant(0)), (8, Gen.Choose(1, 125)), (2, Gen.Choose(126, 2_000)), (1, Gen.Elements(124, 125, 126, 127)), (1, Gen.Elements(65_535, 65_536, 65_536)))
        from piece in Texts.Plain()
        from cuts in Gen.Frequency((1, Gen.Constant<int[]>([])), (2, Gen.Choose(1, 5).SelectMany(n => Gen.Choose(0, 10_000).ArrayOf(n))))
        from controls in Control().ArrayOf(cuts.Length + 1)
        from mask in Gen.Choose(int.MinValue, int.MaxValue)
        select new Sent(TextOf(piece, Math.Min(length, longest)), cuts, controls, (uint)mask);

    // Null: none at that place.
    private static Gen<(byte Opcode, byte[] Payload)?> Control() =>
        from opcode in Gen.Elements<byte>(0, 0, 9, 10)
        from length in Gen.Elements(0, 1, 7, 125)
        select opcode == 0 ? ((byte, byte[])?)null : (opcode, Letters(length));

    private static Gen<int[]> PieceSizes() => Gen.Frequency(
        (1, Gen.Constant<int[]>([int.MaxValue])), (1, Gen.Constant<int[]>([1])), (4, Gen.Choose(1, 5).SelectMany(n => Gen.Choose(1, 300).ArrayOf(n))));

    // So many bytes of the piece over and over, the last character whole.
    private static byte[] TextOf(string piece, int length)
    {
        var bytes = new byte[length];
        var text = Encoding.UTF8.GetBytes(piece);
        var at = 0;
        for (; at + text.Length <= length; at += text.Length) text.CopyTo(bytes, at);
        bytes.AsSpan(at).Fill((byte)'a');
        return bytes;
    }

    private static string Shown((IncomingKind Kind, byte[] Payload, int? Fault) message) =>
        $"{message.Kind} {message.Fault} {message.Payload.Length} {Convert.ToHexString(SHA256.HashData(message.Payload))}";

    private static byte[] Letters(int count) => Enumerable.Repeat((byte)'a', count).ToArray();

    private static byte[] Start(string text) => ClientFrames.Frame(0x01, Encoding.UTF8.GetBytes(text));

    private static List<(IncomingKind Kind, byte[] Payload, int? Fault)> Run(MessageReader reader, byte[] bytes, params int[] pieces)
    {
        var read = new List<(IncomingKind, byte[], int?)>();
        for (var (at, n) = (0, 0); at < bytes.Length; n++)
        {
            ReadOnlySpan<byte> input = bytes.AsSpan(at, Math.Min(pieces[n % pieces.Length], bytes.Length - at));
            at += input.Length;
            while (reader.TryRead(ref input, out var incoming))
            {
                var fault = incoming.Kind == IncomingKind.Fault ? incoming.Ending!.Code : (int?)null;
                read.Add((incoming.Kind, incoming.Payload.ToArray(), fault));
                if (fault is not null) return read;
            }
        }

        return read;
    }
}
