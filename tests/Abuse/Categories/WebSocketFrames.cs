using System.Text;
using CleanLite.Abuse.Runs;
using CleanLite.Abuse.WebSockets;

namespace CleanLite.Abuse.Categories;

/// <summary>M9: frames that break RFC 6455, by the groups of the Autobahn suite, in pieces of three sizes; the close code tells.</summary>
internal sealed class WebSocketFrames : ICategory
{
    private const int MaxMessage = 64 * 1024;
    private static readonly int[] Pieces = [int.MaxValue, 7, 1];
    private static readonly byte[] Ping = "{\"action\":\"ping\"}"u8.ToArray();

    public string Name => "M9";

    public string Summary => "frames on /live: reserved bits and opcodes, masks, lengths, fragments, control frames, UTF-8, close codes, limits, deflate";

    public async Task RunAsync(Attack attack)
    {
        var rows = Rows().ToList();
        var kept = attack.Of(rows.Count * Pieces.Length);
        var cases = Pieces.SelectMany(piece => rows.Select(row => (row, piece))).Take(kept);
        await attack.PlayAllAsync(cases.Select(c => ($"{c.row.Name} in pieces of {c.piece}", c.row.Expected, (Func<Task<Outcome>>)(() => PlayAsync(attack, c.row.Bytes, c.piece)))));
    }

    private static async Task<Outcome> PlayAsync(Attack attack, byte[] bytes, int piece)
    {
        using var viewer = await RawSocket.ConnectAsync(attack.Server.HttpDoor, extra: "Sec-WebSocket-Extensions: permessage-deflate\r\n");
        if (viewer.Answer.Head.Contains("Sec-WebSocket-Extensions", StringComparison.OrdinalIgnoreCase)) return new Outcome("an extension was negotiated");
        try
        {
            // Large ones in no more than some hundreds of pieces.
            foreach (var part in bytes.Chunk(Math.Min(bytes.Length, Math.Max(piece, bytes.Length / 500)))) await viewer.SendAsync(part);
        }
        catch (IOException)
        {
            // Cut in the middle; the close frame tells why.
        }

        while (true)
        {
            var (opcode, payload) = await viewer.ReplyAsync();
            if (opcode == ClientFrame.Close) return payload.Length < 2 ? new Outcome("close 1005") : new Outcome($"close {(payload[0] << 8) | payload[1]}", Encoding.UTF8.GetString(payload.AsSpan(2)));
            if (opcode == ClientFrame.Text) return new Outcome(payload.AsSpan().StartsWith("{\"type\":\"pong\""u8) ? "pong" : "another answer", Encoding.UTF8.GetString(payload));
        }
    }

    private static IEnumerable<(string Name, byte[] Bytes, string Expected)> Rows() => Headers().Concat(Lengths()).Concat(Fragments()).Concat(Texts()).Concat(Closes());

    private static IEnumerable<(string, byte[], string)> Headers()
    {
        foreach (var reserved in new[] { 0x40, 0x20, 0x10, 0x70 })
        {
            foreach (var opcode in new[] { 1, 2, 8, 9, 10 }) yield return ($"reserved bits {reserved:x} on opcode {opcode}", ClientFrame.Of(0x80 | reserved | opcode, Ping), "close 1002");
        }

        foreach (var opcode in new[] { 3, 4, 5, 6, 7, 11, 12, 13, 14, 15 })
        {
            yield return ($"opcode {opcode}", ClientFrame.Of(0x80 | opcode, []), "close 1002");
            yield return ($"opcode {opcode} within a message", [.. ClientFrame.Of(1, "a"u8), .. ClientFrame.Of(0x80 | opcode, [1])], "close 1002");
        }

        foreach (var opcode in new[] { 1, 2, 8, 9, 10 }) yield return ($"opcode {opcode} without a mask", ClientFrame.Of(0x80 | opcode, Ping, masked: false), "close 1002");
        yield return ("binary", ClientFrame.Of(0x82, [1, 2, 3]), "close 1003");
        yield return ("a good command", ClientFrame.OfText(Ping), "pong");
        yield return ("pings and pongs before a command", [.. ClientFrame.Of(0x89, "x"u8), .. ClientFrame.Of(0x8A, []), .. ClientFrame.Of(0x89, new byte[125]), .. ClientFrame.OfText(Ping)], "pong");
    }

    private static IEnumerable<(string, byte[], string)> Lengths()
    {
        foreach (var opcode in new[] { 8, 9, 10 })
        {
            yield return ($"control {opcode} of 126 bytes", ClientFrame.Of(0x80 | opcode, new byte[126]), "close 1002");
            yield return ($"control {opcode} in fragments", ClientFrame.Of(opcode, []), "close 1002");
        }

        foreach (var length in new[] { 0, 1, 125 }) yield return ($"{length} bytes with a length of 16 bits", ClientFrame.Of(0x81, new byte[length], 2), "close 1002");
        foreach (var length in new[] { 0, 126, 65_535 }) yield return ($"{length} bytes with a length of 64 bits", ClientFrame.Of(0x81, new byte[length], 8), "close 1002");
        yield return ("a negative length", ClientFrame.Of(0x81, [], 8, -1), "close 1002");
        foreach (var claimed in new[] { MaxMessage + 1, 1L << 32, long.MaxValue }) yield return ($"a claim of {claimed} bytes", ClientFrame.Of(0x81, [], claimed: claimed), "close 1009");
    }

    private static IEnumerable<(string, byte[], string)> Fragments()
    {
        yield return ("a continuation of nothing", ClientFrame.Of(0x80, Ping), "close 1002");
        yield return ("an open continuation of nothing", ClientFrame.Of(0, Ping), "close 1002");
        yield return ("a text within a text", [.. ClientFrame.Of(1, Ping), .. ClientFrame.OfText(Ping)], "close 1002");
        yield return ("a binary within a text", [.. ClientFrame.Of(1, Ping), .. ClientFrame.Of(0x82, Ping)], "close 1002|close 1003");
        yield return ("a binary in fragments", ClientFrame.Of(2, Ping), "close 1003");
        yield return ("a command in fragments", [.. ClientFrame.Of(1, Ping.AsSpan()[..3]), .. ClientFrame.Of(0, []), .. ClientFrame.Of(0x89, "x"u8), .. ClientFrame.Of(0, Ping.AsSpan()[3..7]), .. ClientFrame.Of(0x80, Ping.AsSpan()[7..])], "pong");
        yield return ("fragments past the limit", [.. ClientFrame.Of(1, new byte[MaxMessage]), .. ClientFrame.Of(0x80, [1])], "close 1009");
        yield return ("fragments past the limit by far", [.. ClientFrame.Of(1, new byte[40_000]), .. ClientFrame.Of(0, new byte[40_000])], "close 1009");
        yield return ("2,000 empty fragments", [.. ClientFrame.Of(1, []), .. Enumerable.Repeat(ClientFrame.Of(0, []), 2_000).SelectMany(f => f)], "close 1009");
    }

    private static IEnumerable<(string, byte[], string)> Texts()
    {
        byte[][] broken =
        [
            [0x80], [0xC3, 0x61], [0x61, 0xE2, 0x82], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xC1, 0xBF],
            [0xED, 0xAF, 0xBF, 0xED, 0xBF, 0xBF],
        ];
        foreach (var bytes in broken)
        {
            var name = Convert.ToHexString(bytes);
            yield return ($"UTF-8 of {name}", ClientFrame.OfText(bytes), "close 1007");
            yield return ($"UTF-8 of {name} over two fragments", [.. ClientFrame.Of(1, bytes.AsSpan()[..1]), .. ClientFrame.Of(0x80, bytes.AsSpan()[1..])], "close 1007");
        }

        var euro = "{\"action\":\"ping\",\"x\":\"\u20ac\"}"u8.ToArray();
        yield return ("a character over two fragments", [.. ClientFrame.Of(1, euro.AsSpan()[..^4]), .. ClientFrame.Of(0x80, euro.AsSpan()[^4..])], "pong");
    }

    private static IEnumerable<(string, byte[], string)> Closes()
    {
        foreach (var code in new[] { 0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535 }) yield return ($"close {code}", ClientFrame.OfClose(code, []), "close 1002");
        yield return ("close of one byte", ClientFrame.Of(0x88, [3]), "close 1002");
        yield return ("close with a broken reason", ClientFrame.OfClose(1000, [0xC3]), "close 1007");
        foreach (var code in new[] { 1000, 1001, 1003, 1007, 1011, 3000, 4999 }) yield return ($"close {code} as it should be", ClientFrame.OfClose(code, "bye"u8), $"close {code}|close 1000");
        yield return ("close without a code", ClientFrame.Of(0x88, []), "close 1005|close 1000");
        yield return ("a command after close", [.. ClientFrame.OfClose(1000, []), .. ClientFrame.OfText(Ping)], "close 1000");
    }
}
