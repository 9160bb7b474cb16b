using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using CleanLite.Agent;
using CleanLite.Api.Hosting;
using CleanLite.Api.Tests.Fleet;

namespace CleanLite.Api.Tests.Security;

/// <summary>TLS on both listeners, with a certificate that may change, and agents that verify it.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TokenFolder _folder = new();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData("pem")]
    [InlineData("one file")]
    [InlineData("pfx")]
    public async Task Https_WithEveryKindOfFile_SpeaksBothVersionsByAlpnAndSaysToStaySecure(string kind)
    {
        await using var server = await TestServer.StartAsync(SettingsOf(kind));
        server.Http.Scheme.ShouldBe("https");
        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            using var http = NewClient(server.Http);
            using var request = new HttpRequestMessage(HttpMethod.Get, "/health") { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var answer = await http.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Version.ShouldBe(version);
            answer.Headers.GetValues("Strict-Transport-Security").ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task Cookie_OverTls_IsSecureAndBoundToTheHost()
    {
        await using var server = await TestServer.StartAsync([.. SettingsOf("pem"), .. AccessServer.Tokens]);
        using var http = NewClient(server.Http);
        using var answer = await http.PostAsync("/login", new FormUrlEncodedContent([new("token", AccessServer.ViewerToken)]));
        var cookie = answer.Headers.GetValues("Set-Cookie").First();
        cookie.ShouldStartWith("__Host-");
        cookie.ShouldContain("secure", Case.Insensitive);
    }

    [Fact]
    public async Task Certificate_ReplacedInItsFiles_IsShownToWhoComesNextWithoutARestart()
    {
        await using var server = await TestServer.StartAsync(SettingsOf("pem"));
        var first = await ShownAsync(server.Http);
        WritePem(_authority.Issue());
        await Eventually.HoldsAsync(async () => await ShownAsync(server.Http) != first, "the new certificate is shown");

        var second = await ShownAsync(server.Http);
        _folder.Write("cert.pem", "-----BEGIN CERTIFICATE-----\nhalf of it");
        await Eventually.HoldsAsync(() => server.Log.Errors.Contains("cannot be used", StringComparison.Ordinal), "the broken file is noticed");
        (await ShownAsync(server.Http)).ShouldBe(second, "A broken certificate does not take the place of one that works.");
    }

    [Fact]
    public async Task Agent_WithThePrivateAuthority_ReportsOverTlsWithItsToken()
    {
        await using var server = await TestServer.StartAsync([.. SettingsOf("pem"), .. AccessServer.Tokens]);
        var options = new AgentOptions
        {
            Server = server.Door,
            AgentId = "web-1",
            TokenFile = _folder.Write("token", AccessServer.BoundToken + "\n"),
            CaFile = _folder.Write("ca.pem", _authority.Pem),
        };
        await using var client = new AgentClient(options);
        await Eventually.HoldsAsync(() => client.Status.Connected, "the agent is connected");
    }

    [Theory]
    [InlineData("unknown authority")]
    [InlineData("other name")]
    public async Task Agent_ServerThatItCannotVerify_IsToldNothing(string why)
    {
        await using var server = await TestServer.StartAsync(SettingsOf("pem", why == "other name" ? "elsewhere.example" : null));
        using var counters = new Counters(server);
        var options = new AgentOptions { Server = server.Door, Token = AccessServer.AgentToken, CaFile = why == "other name" ? _folder.Write("ca.pem", _authority.Pem) : null };
        await using var client = new AgentClient(options);
        await Eventually.HoldsAsync(() => client.Status.LastError is not null, "the agent gives up");
        client.Status.Connected.ShouldBeFalse();
        counters["cleanlite.security.refusals"].ShouldBe(0, "No call arrived.");
    }

    [Fact]
    public async Task OwnAgents_WithTlsAndTokens_GetInWithACredentialOfTheirOwn()
    {
        await using var server = await TestServer.StartAsync([.. SettingsOf("pem", "elsewhere.example"), .. AccessServer.Tokens, "Demo:Agents=2"]);
        await Eventually.HoldsAsync(() => server.Applied.Points.Any(p => p.Series.Agent.Value == "demo-002"), "the demo reports");
    }

    [Fact]
    public void Certificate_ThatIsNone_IsRefusedAtTheStart()
    {
        var path = _folder.Write("cert.pem", "no certificate");
        Should.Throw<SettingsException>(() => CleanLiteServer.Build(["--CleanLite:Http:Port=0", "--CleanLite:Grpc:Port=0", $"--CleanLite:Grpc:Certificate={path}"]))
            .Message.ShouldContain("CleanLite:Grpc:Certificate is '");
    }

    private string[] SettingsOf(string kind, string? name = null)
    {
        var certificate = _authority.Issue(name);
        string[] words = kind switch
        {
            "pfx" => [$"Certificate={_folder.Write("cert.pfx", certificate.Export(X509ContentType.Pfx, "secret"))}", "CertificatePassword=secret"],
            "one file" => [$"Certificate={_folder.Write("both.pem", $"{certificate.ExportCertificatePem()}\n{KeyOf(certificate)}")}"],
            _ => WritePem(certificate),
        };
        return [.. words.Select(w => $"Http:{w}"), .. words.Select(w => $"Grpc:{w}")];
    }

    private string[] WritePem(X509Certificate2 certificate) =>
        [$"Certificate={_folder.Write("cert.pem", certificate.ExportCertificatePem())}", $"CertificateKey={_folder.Write("key.pem", KeyOf(certificate))}"];

    private static string KeyOf(X509Certificate2 certificate) => certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();

    private HttpClient NewClient(Uri server)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(_authority.Pem);
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, SslOptions = { CertificateChainPolicy = policy } }) { BaseAddress = server };
    }

    private static async Task<string> ShownAsync(Uri server)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        await using var tls = new SslStream(client.GetStream(), false, (_, shown, _, _) => shown is not null);
        await tls.AuthenticateAsClientAsync("loopback");
        return tls.RemoteCertificate!.GetCertHashString();
    }
}
