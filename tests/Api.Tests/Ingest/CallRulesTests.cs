using System.Net;
using System.Net.Http.Headers;
using CleanLite.Api.Tests.Fleet;
using CleanLite.Testing.Http2;
using CleanLite.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CleanLite.Api.Tests.Ingest;

/// <summary>What a call must look like to be one: verb, path, content type, headers.</summary>
public sealed class CallRulesTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly byte[] Request =
        GrpcMessage.Framed(new IngestRequest { AgentId = "raw", Series = { Samples.Series() } }.ToByteArray());

    private readonly TestServer _server = shared.Server;

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc;charset=utf-8")]
    public async Task ContentType_OfGrpc_IsTaken(string type) => (await CallAsync(r => SetType(r, type))).Status.ShouldBe(StatusCode.OK);

    [Theory]
    [InlineData("application/grpcfoo")]
    [InlineData("application/grpc-web")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task ContentType_OfAnythingElse_IsUnsupported(string? type) =>
        (await CallAsync(r => SetType(r, type))).Http.ShouldBe(HttpStatusCode.UnsupportedMediaType);

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    [InlineData("DELETE")]
    public async Task Verb_OtherThanPost_IsNotAllowed(string verb)
    {
        var answer = await CallAsync(r => r.Method = new HttpMethod(verb));
        answer.Http.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Body.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/cleanlite.v1.AgentService/validate")]
    [InlineData("/CleanLite.v1.AgentService/Validate")]
    [InlineData("/cleanlite.v1.AgentService/Validate/")]
    [InlineData("/cleanlite.v1.AgentService/Validate?x=1")]
    [InlineData("/cleanlite.v1.AgentService/Delete")]
    [InlineData("/cleanlite.v1.Nobody/Validate")]
    public async Task Path_OtherThanTheMethods_IsUnimplemented(string path)
    {
        using var raw = new RawDoor(_server.Door);
        var answer = await raw.CallAsync(path, Request);
        answer.Http.ShouldBe(HttpStatusCode.OK);
        answer.Status.ShouldBe(StatusCode.Unimplemented);
        answer.IsTrailersOnly.ShouldBeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("trailers")]
    public async Task Te_OfTrailersOrNone_IsTaken(string? te) => (await CallAsync(r =>
    {
        r.Headers.TE.Clear();
        if (te is not null) r.Headers.TE.ParseAdd(te);
    })).Status.ShouldBe(StatusCode.OK);

    [Theory]
    [InlineData("10S")]
    [InlineData("99999999H")]
    [InlineData("-1S")]
    [InlineData("+1S")]
    [InlineData("1.5S")]
    [InlineData("1e3S")]
    [InlineData("x")]
    [InlineData("1")]
    [InlineData("123456789S")]
    [InlineData("724954955H")]
    [InlineData("9223372036854775807n")]
    [InlineData("8H,9H")]
    public async Task Timeout_FarOrMalformed_DoesNotEndTheCall(string timeout) =>
        (await CallAsync(r => r.Headers.TryAddWithoutValidation("grpc-timeout", timeout))).Status.ShouldBe(StatusCode.OK);

    [Theory]
    [InlineData("x-any-bin", "!!!")]
    [InlineData("x-any-bin", "AAEC, AAE=")]
    [InlineData("x-any-bin", "")]
    [InlineData("grpc-unheard-of", "1")]
    [InlineData("grpc-accept-encoding", "snappy,zstd,br")]
    public async Task Metadata_OfAnyKind_IsTaken(string name, string value) =>
        (await CallAsync(r => r.Headers.TryAddWithoutValidation(name, value))).Status.ShouldBe(StatusCode.OK);

    [Fact]
    public async Task Header_OfBytesThatAreNoText_FailsNothingOnItsConnection()
    {
        using var raw = new RawDoor(_server.Door);
        using var neighbour = await TestAgent.ConnectAsync(raw.NewClient(), "neighbour-of-odd-headers");
        foreach (var name in new[] { "grpc-timeout", "x-any", "user-agent" })
        {
            var answer = await raw.CallAsync(RawDoor.Validate, Request, r => r.Headers.TryAddWithoutValidation(name, "\u00e9\u00ff"));
            answer.Status.ShouldBe(StatusCode.OK);
        }

        (await neighbour.RoundTripAsync(1, Samples.Series())).Result.AcceptedPoints.ShouldBe(1U);
        raw.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task Answer_OfAGoodCall_HasOneMessageAndAStatusInItsTrailers()
    {
        var answer = await CallAsync(_ => { });
        answer.Http.ShouldBe(HttpStatusCode.OK);
        answer.IsTrailersOnly.ShouldBeFalse();
        answer.Find("grpc-status").ShouldBe("0");
        answer.Find("Server").ShouldBeNull();
        BatchResult.Parser.ParseFrom(answer.Body.AsSpan(5)).Status.ShouldBe(BatchStatus.Accepted);
    }

    [Fact]
    public async Task Headers_BeyondTheirLimit_EndTheCallAndNothingElse()
    {
        using var raw = new RawDoor(_server.Door);
        await Should.ThrowAsync<HttpRequestException>(() => raw.CallAsync(RawDoor.Validate, Request, r => r.Headers.Add("x-long", new string('x', 20_000))));
        (await raw.CallAsync(RawDoor.Validate, Request, r => r.Headers.Add("x-long", new string('x', 8_000)))).Status.ShouldBe(StatusCode.OK);
    }

    [Fact]
    public async Task Http1_OnTheViewersPort_IsToldToUpgrade()
    {
        using var http = new HttpClient();
        using var content = new ByteArrayContent(Request);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using var response = await http.PostAsync(new Uri(_server.Http, RawDoor.Validate), content);
        response.StatusCode.ShouldBe(HttpStatusCode.UpgradeRequired);
    }

    private static void SetType(HttpRequestMessage request, string? type) =>
        request.Content!.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);

    private async Task<RawDoor.RawAnswer> CallAsync(Action<HttpRequestMessage> adjust)
    {
        using var raw = new RawDoor(_server.Door);
        return await raw.CallAsync(RawDoor.Validate, Request, adjust);
    }
}
