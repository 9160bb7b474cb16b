using CleanLite.Api.Tests.Ingest;
using CleanLite.Testing.Http2;
using CleanLite.V1;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Grpc.Core;

namespace CleanLite.Api.Tests.Security;

/// <summary>Whatever stands in <c>authorization</c>, a token lets in what it is for, and what is nearly one lets nobody in.</summary>
public sealed class AuthorizationPropertyTests(AccessServer access) : IClassFixture<AccessServer>
{
    private static readonly byte[] Request =
        GrpcMessage.Framed(new IngestRequest { AgentId = "raw", Series = { Samples.Series() } }.ToByteArray());

    [Fact]
    public async Task Authorization_OfAnyContent_LetsInExactlyWhoHasAToken()
    {
        var tokens = Gen.Elements(AccessServer.AgentToken, AccessServer.ViewerToken, AccessServer.ExpiredToken, AccessServer.RevokedToken, AccessServer.UnknownToken);
        var right =
            from token in Gen.Frequency((7, Gen.Constant(AccessServer.AgentToken)), (3, Gen.Constant(AccessServer.ViewerToken)), (2, tokens))
            from scheme in Gen.Elements("Bearer", "Bearer", "bearer", "BEARER", "bEaReR")
            from spaces in Gen.Elements(" ", " ", "  ", "    ")
            from tail in Gen.Elements("", "", " ")
            select scheme + spaces + token + tail;
        var other =
            from token in tokens
            from scheme in Gen.Elements("Basic ", "Bearer", "Bearer:", "Token ", "", "Bearer\u00a0")
            select scheme + token;
        var texts = Gen.Frequency((6, right), (4, Texts.NearMiss(right, "aB0 =,;:\"%\u00e9\u00ff")), (1, other), (1, Texts.Word("Bearer \u00e9", 0, 20)));
        using var raw = new RawDoor(access.Server.Door);
        var seen = new Coverage();
        await Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var answer = raw.CallAsync(RawDoor.Validate, Request, r => r.Headers.TryAddWithoutValidation("authorization", text).ShouldBeTrue()).GetAwaiter().GetResult();
            var expected = StatusOf(text);
            seen.Note("let in", expected == StatusCode.OK);
            seen.Note("of a viewer", expected == StatusCode.PermissionDenied, least: 2);
            answer.Status.ShouldBe(expected);
        }).ShouldHoldApartAsync(cost: 20, seen);
        raw.Connections.ShouldBe(1);
    }

    // RFC 6750, section 2.1, with as many spaces as one likes between and behind. One in front makes it another scheme: RFC 9113, 8.2.1 allows none there.
    private static StatusCode StatusOf(string text)
    {
        var value = text.TrimEnd(' ');
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !value[..space].Equals("bearer", StringComparison.OrdinalIgnoreCase)) return StatusCode.Unauthenticated;
        return value[space..].Trim(' ') switch
        {
            AccessServer.AgentToken => StatusCode.OK,
            AccessServer.ViewerToken => StatusCode.PermissionDenied,
            _ => StatusCode.Unauthenticated,
        };
    }
}
