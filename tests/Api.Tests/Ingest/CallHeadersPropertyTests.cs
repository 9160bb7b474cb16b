using System.Globalization;
using System.Text;
using CleanLite.Domain.Fleet;
using CleanLite.Testing.Http2;
using CleanLite.V1;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Grpc.Core;

namespace CleanLite.Api.Tests.Ingest;

/// <summary>Headers of a call with any content, and what the answer's headers make of any text; all over one connection, which they must not harm.</summary>
public sealed class CallHeadersPropertyTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly byte[] Request =
        GrpcMessage.Framed(new IngestRequest { AgentId = "raw", Series = { Samples.Series() } }.ToByteArray());

    private readonly TestServer _server = shared.Server;
    private readonly Coverage _seen = new();

    [Fact]
    public async Task Timeout_ThatIsFarOrNone_DoesNotEndTheCall()
    {
        // Half a minute at the least, in every unit, and what just is no timeout.
        var far =
            from unit in Gen.Elements(('H', 1), ('M', 1), ('S', 30), ('m', 30_000), ('u', 30_000_000))
            from number in Gen.Choose(unit.Item2, 99_999_999)
            from zeros in Gen.Elements("", "", "0")
            select $"{zeros}{number}{unit.Item1}";
        var malformed = Texts.Word("0129 .+-eE,xsh\u00e9\u00b2", 1, 10).Where(text => !IsTimeout(text));
        var nearly = Texts.NearMiss(far, "0 .+-e,HSx\u00e9").Where(text => !IsTimeout(text) || IsFar(text));
        await CheckAsync(Gen.Frequency((2, far), (3, nearly), (1, malformed), (1, Gen.Elements("0H", "0n", "00000000S"))), text =>
        {
            _seen.Note("a timeout", IsTimeout(text));
            return ("grpc-timeout", text);
        });
    }

    [Fact]
    public async Task BinaryHeader_OfAnyContent_DoesNotEndTheCall()
    {
        var valid =
            from bytes in Gen.Choose(0, 40).SelectMany(n => Gen.Choose(0, 255).ArrayOf(n))
            from padded in Gen.Elements(true, false)
            let text = Convert.ToBase64String([.. bytes.Select(b => (byte)b)])
            select padded ? text : text.TrimEnd('=');
        var lists = valid.Two().Select(pair => $"{pair.Item1},{pair.Item2}");
        await CheckAsync(Gen.Frequency((2, valid), (1, lists), (3, Texts.NearMiss(valid, "=,-_ !%\u00e9\u00ff")), (1, Texts.Word("Ab3+/=, \u0080\u00ff", 0, 40))), text =>
        {
            _seen.Note("padded", text.EndsWith('='), least: 5);
            return ("x-any-bin", text);
        });
    }

    [Fact]
    public async Task StatusMessage_OfAnyText_IsPercentEncodedAndSaysTheSame()
    {
        var ids = Gen.Frequency((1, Texts.Word("aZ09._:@/-", 1, 20)), (3, Texts.Plain(90)), (3, Texts.Unfit(40)), (1, Texts.Word("%20\u00e4~", 1, 12)));
        using var raw = new RawDoor(_server.Door);
        await Prop.ForAll(ids.ToArbitrary(), text =>
        {
            // What cannot be written in UTF-8 does not get as far.
            var sent = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            var answer = raw.CallAsync(RawDoor.Ingest, GrpcMessage.Framed(new IngestRequest { AgentId = sent, Series = { Samples.Series() } }.ToByteArray())).GetAwaiter().GetResult();
            if (_seen.Note("an agent's id", AgentId.TryParse(sent, out _, out var fault), least: 5))
            {
                answer.Status.ShouldBe(StatusCode.OK);
                return;
            }

            answer.Status.ShouldBe(StatusCode.InvalidArgument);
            var written = answer.Find("grpc-message")!;
            written.ShouldAllBe(c => c >= 0x20 && c <= 0x7E);
            Decoded(written).ShouldBe(fault);
        }).ShouldHoldApartAsync(cost: 20, _seen);
        raw.Connections.ShouldBe(1);
    }

    private async Task CheckAsync(Gen<string> texts, Func<string, (string Name, string Value)> header)
    {
        using var raw = new RawDoor(_server.Door);
        await Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var (name, value) = header(text);
            var answer = raw.CallAsync(RawDoor.Validate, Request, r => r.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue()).GetAwaiter().GetResult();
            answer.Status.ShouldBe(StatusCode.OK);
        }).ShouldHoldApartAsync(cost: 20, _seen);
        raw.Connections.ShouldBe(1);
    }

    // PROTOCOL-HTTP2.md: at most 8 digits and a unit. Spaces around a header's value are not part of it.
    private static bool IsTimeout(string text) =>
        text.Trim(' ') is { Length: >= 2 and <= 9 } t && t[..^1].All(char.IsAsciiDigit) && "HMSmun".Contains(t[^1], StringComparison.Ordinal);

    private static bool IsFar(string text)
    {
        var value = text.Trim(' ');
        var seconds = long.Parse(value[..^1], CultureInfo.InvariantCulture) * value[^1] switch { 'H' => 3_600, 'M' => 60, 'S' => 1, 'm' => 1e-3, 'u' => 1e-6, _ => 1e-9 };
        return seconds is 0 or >= 20;
    }

    private static string Decoded(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%') bytes.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            else bytes.Add((byte)text[i]);
            if (text[i] == '%') i += 2;
        }

        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString([.. bytes]);
    }
}
