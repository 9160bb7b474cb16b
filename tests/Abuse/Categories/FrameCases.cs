using System.Text;
using CleanLite.Abuse.Http2;
using CleanLite.Abuse.Runs;
using CleanLite.Testing.Http2;

namespace CleanLite.Abuse.Categories;

/// <summary>The cases of M1, by the sections of RFC 9113 and RFC 7541 that they break. Stream 1 is the one that is misused.</summary>
internal static class FrameCases
{
    private const int MaxFrame = 16_384;
    private const byte EndStream = Frame.EndStream;
    private const byte EndHeaders = Frame.EndHeaders;

    private static readonly List<(string Name, string Value)> Good = Bench.Fields(Bench.Validate);
    private static readonly byte[] Block = Hpack.Encode(Good);
    private static readonly byte[] Body = GrpcMessage.Framed(Bench.GoodMessage(Bench.Validate));
    private static readonly byte[] Opened = Frame.Headers(1, false, Good);
    private static readonly byte[] HalfClosed = [.. Opened, .. Frame.Data(1, true, Body)];

    public static IEnumerable<FrameCase> All =>
        [.. Prefaces(), .. Settings(), .. Data(), .. Headers(), .. Blocks(), .. Requests(), .. Small(), .. Windows(), .. Continuations(), .. Unknown()];

    // Section 3.4.
    private static IEnumerable<FrameCase> Prefaces()
    {
        byte[][] wrong =
        [
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), "POST /cleanlite.v1.AgentService/Validate HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), "PRI * HTTP/1.1\r\n\r\nSM\r\n\r\n"u8.ToArray(),
            "pri * http/2.0\r\n\r\nsm\r\n\r\n"u8.ToArray(), "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n"u8.ToArray(), [0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3, .. new byte[40]], new byte[24], [.. Enumerable.Repeat((byte)0xFF, 64)],
            Frame.Settings(), "SSH-2.0-OpenSSH_9.2\r\n\r\n\r\n\r\n"u8.ToArray(),
        ];
        foreach (var bytes in wrong)
        {
            var name = Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, 8)));
            yield return new FrameCase($"preface {name}", "eof|foreign|goaway ProtocolError", bytes, Greets: false);
        }

        yield return new FrameCase("no SETTINGS after the preface", "goaway ProtocolError~alive", [.. Frame.Preface, .. Frame.Ping(1)], Greets: false);
    }

    // Section 6.5.
    private static IEnumerable<FrameCase> Settings()
    {
        yield return new("acknowledgement with a payload", FrameCase.Size, Frame.Of(FrameType.Settings, Frame.Ack, 0, new byte[6]));
        yield return new("on a stream", FrameCase.Protocol, Frame.Of(FrameType.Settings, 0, 1, []));
        foreach (var length in new[] { 1, 5, 7, 11 }) yield return new($"SETTINGS of {length} bytes", FrameCase.Size, Frame.Of(FrameType.Settings, 0, 0, new byte[length]));
        foreach (var value in new uint[] { 2, 3, uint.MaxValue }) yield return new($"ENABLE_PUSH {value}", FrameCase.Protocol, Frame.Settings((2, value)));
        foreach (var value in new uint[] { 1u << 31, uint.MaxValue }) yield return new($"INITIAL_WINDOW_SIZE {value}", FrameCase.Flow, Frame.Settings((4, value)));
        foreach (var value in new uint[] { 0, 16_383, 1 << 24, uint.MaxValue }) yield return new($"MAX_FRAME_SIZE {value}", FrameCase.Protocol, Frame.Settings((5, value)));
        foreach (var id in new ushort[] { 0, 7, 10, 255, 0xFFFF }) yield return new($"unknown setting {id}", FrameCase.Alive, Frame.Settings((id, 1)));
        yield return new("acknowledgement of nothing", FrameCase.Alive, Frame.Of(FrameType.Settings, Frame.Ack, 0, []));
        yield return new("the same setting twice", FrameCase.Alive, Frame.Settings((3, 1), (3, 100)));
    }

    // Section 6.1.
    private static IEnumerable<FrameCase> Data()
    {
        yield return new("DATA on stream 0", FrameCase.Protocol, Frame.Data(0, false, Body));
        foreach (var stream in new[] { 1, 3, 99 }) yield return new($"DATA on idle stream {stream}", "goaway ProtocolError~goaway StreamClosed", Frame.Data(stream, false, Body));
        yield return new("DATA on an even stream", "goaway ProtocolError~goaway StreamClosed", Frame.Data(2, false, Body));
        yield return new("DATA after END_STREAM", FrameCase.Closed, [.. HalfClosed, .. Frame.Data(1, false, [0])]);
        yield return new("DATA after RST_STREAM", $"{FrameCase.Closed}|alive", [.. Opened, .. Frame.Reset(1, ErrorCode.Cancel), .. Frame.Data(1, false, [0])]);
        foreach (var pad in new byte[] { 5, 6, 255 }) yield return new($"padding of {pad} in 5 bytes", FrameCase.Protocol, [.. Opened, .. Frame.Of(FrameType.Data, Frame.Padded, 1, [pad, 0, 0, 0, 0])]);
        yield return new("padded and empty", $"{FrameCase.Size}|{FrameCase.Protocol}", [.. Opened, .. Frame.Of(FrameType.Data, Frame.Padded, 1, [])]);
        foreach (var length in new[] { MaxFrame + 1, 1 << 20, (1 << 24) - 1 }) yield return new($"DATA of {length} bytes", FrameCase.Size, [.. Opened, .. Frame.Of(FrameType.Data, 0, 1, [], length)]);
        yield return new("DATA past the window", $"{FrameCase.Flow}|rst FlowControlError|grpc ResourceExhausted|grpc Internal", [.. Opened, .. Enumerable.Range(0, 80).SelectMany(_ => Frame.Data(1, false, new byte[MaxFrame]))]);
        yield return new("padding as it should be", "grpc OK", [.. Opened, .. Frame.Of(FrameType.Data, Frame.Padded | EndStream, 1, [3, .. Body, 0, 0, 0])]);
    }

    // Section 6.2, and 5.1 for the numbers.
    private static IEnumerable<FrameCase> Headers()
    {
        foreach (var stream in new[] { 0, 2, 100 }) yield return new($"HEADERS on stream {stream}", FrameCase.Protocol, Frame.Headers(stream, true, Good));
        yield return new("a number lower than before", "goaway ProtocolError|goaway StreamClosed", [.. Frame.Headers(5, true, Good), .. Frame.Headers(1, true, Good)]);
        yield return new("HEADERS after END_STREAM", FrameCase.Closed, [.. HalfClosed, .. Frame.Headers(1, true, Good)]);
        yield return new("trailers without END_STREAM", FrameCase.Malformed, [.. Opened, .. Frame.Headers(1, false, [("x", "y")])]);
        yield return new("trailers with a pseudo-header", FrameCase.Malformed, [.. Opened, .. Frame.Headers(1, true, [(":path", "/")])]);
        foreach (var pad in new[] { Block.Length + 1, 255 }) yield return new($"padding of {pad}", FrameCase.Protocol, Frame.Of(FrameType.Headers, Frame.Padded | EndHeaders, 1, [(byte)Math.Min(pad, 255), .. Block.AsSpan(0, 100)]));
        yield return new("padded and empty", $"{FrameCase.Size}|{FrameCase.Protocol}", Frame.Of(FrameType.Headers, Frame.Padded | EndHeaders, 1, []));
        yield return new("priority cut short", $"{FrameCase.Size}|{FrameCase.Protocol}", Frame.Of(FrameType.Headers, Frame.WithPriority | EndHeaders, 1, [0, 0]));
        yield return new("depends on itself", FrameCase.Malformed, Frame.Of(FrameType.Headers, Frame.WithPriority | EndHeaders, 1, [0, 0, 0, 1, 15, .. Block]));
        foreach (var length in new[] { MaxFrame + 1, (1 << 24) - 1 }) yield return new($"HEADERS of {length} bytes", FrameCase.Size, Frame.Of(FrameType.Headers, EndHeaders, 1, [], length));
        yield return new("padding and priority as they should be", "grpc OK",
            [.. Frame.Of(FrameType.Headers, Frame.Padded | Frame.WithPriority | EndHeaders, 1, [2, 0, 0, 0, 0, 15, .. Block, 0, 0]), .. Frame.Data(1, true, Body)]);
        yield return new("17 KB of headers", "http 431|rst EnhanceYourCalm|goaway EnhanceYourCalm|goaway ProtocolError", Frame.Of(
            FrameType.Headers, EndStream, 1, [.. Block, .. Hpack.Encode([("x", new string('x', 15_000))])]).Concat(Frame.Of(FrameType.Continuation, EndHeaders, 1, Hpack.Encode([("y", new string('y', 3_000))]))).ToArray());
    }

    // RFC 7541.
    private static IEnumerable<FrameCase> Blocks()
    {
        byte[][] bad =
        [
            [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0xBF], [0xFF, 0x80, 0x7F], [0x00, 0x01], [0x00, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0x00, 0x85, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0x61],
            [0x3F, 0xE1, 0xFF, 0x03], [.. Block, 0x20], [0x7F, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00], [0x40], [0x0F], [0x1F, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
        ];
        yield return new("header block 80", $"{FrameCase.Compression}~goaway InternalError", Frame.Of(FrameType.Headers, EndHeaders | EndStream, 1, [0x80]));
        foreach (var block in bad) yield return new($"header block {Convert.ToHexString(block.AsSpan(Math.Max(0, block.Length - 8)))}", FrameCase.Compression, Frame.Of(FrameType.Headers, EndHeaders | EndStream, 1, block));
    }

    // Section 8.
    private static IEnumerable<FrameCase> Requests()
    {
        foreach (var missing in new[] { ":method", ":path", ":scheme" }) yield return Request($"no {missing}", fields => fields.RemoveAll(f => f.Name == missing));
        foreach (var doubled in new[] { ":method", ":path", ":scheme", ":authority" }) yield return Request($"{doubled} twice", fields => fields.Insert(0, (doubled, "/")));
        foreach (var odd in new[] { ":status", ":unknown", ":", ":Path" }) yield return Request($"pseudo-header {odd}", fields => fields.Insert(0, (odd, "200")));
        yield return Request("pseudo-header after others", fields => fields.Add((":path", "/")));
        yield return Request("pseudo-headers last", fields => fields.Reverse());
        yield return Request("header connection", fields => fields.Add(("connection", "close")));
        foreach (var name in new[] { "keep-alive", "proxy-connection", "transfer-encoding", "upgrade" }) yield return Request($"header {name}", fields => fields.Add((name, "close")), $"~{FrameCase.Taken}");
        foreach (var name in new[] { "X-Upper", "x\0" }) yield return Request($"header name {Convert.ToHexString(Encoding.Latin1.GetBytes(name))}", fields => fields.Add((name, "1")));
        foreach (var name in new[] { "x y", "x\r\n", "x:y" }) yield return Request($"header name {Convert.ToHexString(Encoding.Latin1.GetBytes(name))}", fields => fields.Add((name, "1")), $"~{FrameCase.Taken}");
        yield return Request("header without a name", fields => fields.Add(("", "1")), $"~{FrameCase.Compression}");
        foreach (var value in new[] { "a\0b", "a\r\nb", "a\nb" }) yield return Request($"header value {Convert.ToHexString(Encoding.Latin1.GetBytes(value))}", fields => fields.Add(("x-odd", value)), "|http 400");
        foreach (var path in new[] { "", "x", "*" }) yield return Request($":path '{path}'", fields => fields[2] = (":path", path), "|http 400~http 404|grpc Unimplemented|goaway InternalError");
        foreach (var scheme in new[] { "", "ftp", "http\0" }) yield return Request($":scheme {Encoding.Latin1.GetBytes(scheme).Length} {scheme.Trim('\0')}", fields => fields[1] = (":scheme", scheme), "|http 400");
        yield return Request("CONNECT", fields => fields[0] = (":method", "CONNECT"), "|http 400|http 405");
        foreach (var length in new[] { "-1", "x", "1", "99999999999999999999" })
            yield return new($"content-length {length}", $"{FrameCase.Malformed}|http 400~grpc Unavailable|grpc Internal|grpc Cancelled", [.. Frame.Headers(1, false, [.. Good, ("content-length", length)]), .. Frame.Data(1, true, Body)]);
    }

    private static FrameCase Request(string name, Action<List<(string Name, string Value)>> adjust, string more = "")
    {
        List<(string, string)> fields = [.. Good];
        adjust(fields);
        return new FrameCase(name, FrameCase.Malformed + more, [.. Frame.Headers(1, true, fields)]);
    }

    // Sections 6.3, 6.4, 6.6, 6.7, 6.8.
    private static IEnumerable<FrameCase> Small()
    {
        yield return new("PRIORITY on stream 0", FrameCase.Protocol, Frame.Priority(0, 1));
        foreach (var length in new[] { 0, 4, 6 }) yield return new($"PRIORITY of {length} bytes", $"{FrameCase.Size}|rst FrameSizeError", [.. Opened, .. Frame.Of(FrameType.Priority, 0, 1, new byte[length])]);
        yield return new("PRIORITY on itself", FrameCase.Malformed, [.. Opened, .. Frame.Priority(1, 1)]);
        yield return new("PRIORITY on an idle stream", FrameCase.Alive, Frame.Priority(7, 0));
        yield return new("RST_STREAM on stream 0", FrameCase.Protocol, Frame.Reset(0, ErrorCode.Cancel));
        yield return new("RST_STREAM on an idle stream", FrameCase.Protocol, Frame.Reset(7, ErrorCode.Cancel));
        yield return new("RST_STREAM on an even stream", FrameCase.Protocol, Frame.Reset(2, ErrorCode.Cancel));
        foreach (var length in new[] { 0, 3, 5 }) yield return new($"RST_STREAM of {length} bytes", FrameCase.Size, [.. Opened, .. Frame.Of(FrameType.RstStream, 0, 1, new byte[length])]);
        yield return new("RST_STREAM of an unknown code", FrameCase.Alive, [.. Opened, .. Frame.Reset(1, (ErrorCode)0xFFFF)]);
        yield return new("PUSH_PROMISE", FrameCase.Protocol, [.. Opened, .. Frame.Of(FrameType.PushPromise, EndHeaders, 1, [0, 0, 0, 2, .. Block])]);
        yield return new("PUSH_PROMISE on stream 0", FrameCase.Protocol, Frame.Of(FrameType.PushPromise, EndHeaders, 0, [0, 0, 0, 2]));
        yield return new("PING on a stream", FrameCase.Protocol, Frame.Of(FrameType.Ping, 0, 1, new byte[8]));
        foreach (var length in new[] { 0, 7, 9 }) yield return new($"PING of {length} bytes", FrameCase.Size, Frame.Of(FrameType.Ping, 0, 0, new byte[length]));
        yield return new("PING acknowledged that was not sent", FrameCase.Alive, Frame.Of(FrameType.Ping, Frame.Ack, 0, new byte[8]));
        yield return new("GOAWAY on a stream", FrameCase.Protocol, Frame.Of(FrameType.GoAway, 0, 1, new byte[8]));
        yield return new("GOAWAY of 7 bytes", $"{FrameCase.Size}|{FrameCase.Protocol}~goaway NoError|eof", Frame.Of(FrameType.GoAway, 0, 0, new byte[7]));
        yield return new("GOAWAY", "goaway NoError|eof", Frame.Of(FrameType.GoAway, 0, 0, new byte[8]));
    }

    // Section 6.9.
    private static IEnumerable<FrameCase> Windows()
    {
        yield return new("WINDOW_UPDATE of 0", FrameCase.Protocol, Frame.WindowUpdate(0, 0));
        yield return new("WINDOW_UPDATE of 0 on a stream", FrameCase.Malformed, [.. Opened, .. Frame.WindowUpdate(1, 0)]);
        yield return new("WINDOW_UPDATE on an idle stream", FrameCase.Protocol, Frame.WindowUpdate(7, 1));
        yield return new("WINDOW_UPDATE on an even stream", FrameCase.Protocol, Frame.WindowUpdate(2, 1));
        foreach (var length in new[] { 0, 3, 5 }) yield return new($"WINDOW_UPDATE of {length} bytes", FrameCase.Size, Frame.Of(FrameType.WindowUpdate, 0, 0, new byte[length]));
        yield return new("a window past 2^31-1", FrameCase.Flow, Frame.WindowUpdate(0, int.MaxValue));
        yield return new("a stream's window past 2^31-1", $"rst FlowControlError|{FrameCase.Flow}", [.. Opened, .. Frame.WindowUpdate(1, int.MaxValue)]);
    }

    // Section 6.10.
    private static IEnumerable<FrameCase> Continuations()
    {
        var unfinished = Frame.Of(FrameType.Headers, 0, 1, Block);
        yield return new("CONTINUATION of nothing", FrameCase.Protocol, Frame.Of(FrameType.Continuation, EndHeaders, 1, Block));
        yield return new("CONTINUATION on stream 0", FrameCase.Protocol, [.. unfinished, .. Frame.Of(FrameType.Continuation, EndHeaders, 0, [])]);
        yield return new("CONTINUATION of another stream", FrameCase.Protocol, [.. unfinished, .. Frame.Of(FrameType.Continuation, EndHeaders, 3, [])]);
        yield return new("CONTINUATION after END_HEADERS", FrameCase.Protocol, [.. Opened, .. Frame.Of(FrameType.Continuation, EndHeaders, 1, [])]);
        byte[][] between =
        [
            Frame.Ping(1), Frame.Settings(), Frame.Data(1, false, []), Frame.WindowUpdate(0, 1), Frame.Reset(1, ErrorCode.Cancel), Frame.Priority(3, 0), Frame.Headers(3, true, Good), Frame.Of((FrameType)0x42, 0, 1, []),
            Frame.Of(FrameType.GoAway, 0, 0, new byte[8]),
        ];
        foreach (var frame in between) yield return new($"frame {frame[3]} within headers", FrameCase.Protocol, [.. unfinished, .. frame]);
        yield return new("headers in many pieces", "grpc OK",
            [.. Frame.Of(FrameType.Headers, 0, 1, []), .. Block.Chunk(7).SelectMany(c => Frame.Of(FrameType.Continuation, 0, 1, c)), .. Frame.Of(FrameType.Continuation, EndHeaders, 1, []), .. Frame.Data(1, true, Body)]);
    }

    // Sections 4.1 and 5.5: what is not known is ignored.
    private static IEnumerable<FrameCase> Unknown()
    {
        foreach (var type in new[] { 10, 11, 12, 16, 0x42, 0xF0, 0xFF })
        {
            yield return new($"type {type}", FrameCase.Alive, Frame.Of((FrameType)type, 0xFF, 0, new byte[20]));
            yield return new($"type {type} on a stream", "grpc OK", [.. Opened, .. Frame.Of((FrameType)type, 0xFF, 1, new byte[20]), .. Frame.Data(1, true, Body)]);
            yield return new($"type {type}, too long", FrameCase.Size, Frame.Of((FrameType)type, 0, 0, [], MaxFrame + 1));
        }

        yield return new("unknown flags on PING", FrameCase.Alive, Frame.Of(FrameType.Ping, 0xFE, 0, new byte[8]));
        yield return new("unknown flags on SETTINGS", FrameCase.Alive, Frame.Of(FrameType.Settings, 0xFE, 0, []));
        yield return new("the reserved bit of a stream's number", FrameCase.Alive, Frame.Of(FrameType.Ping, 0, int.MinValue, new byte[8]));
    }
}
