using CleanLite.Agent.Session;

namespace CleanLite.Agent.Tests.Session;

/// <summary>Where an agent's token comes from, and where it does not go.</summary>
public sealed class TokenTests : IDisposable
{
    private const string Token = "agent-token-0123456789";

    private readonly string _folder = Directory.CreateTempSubdirectory("cleanlite-agent-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("http://metrics.example:4317", false, false)]
    [InlineData("http://10.0.0.1:4317", false, false)]
    [InlineData("http://localhost.evil.example:4317", false, false)]
    [InlineData("http://metrics.example:4317", true, true)]
    [InlineData("https://metrics.example:4317", false, true)]
    [InlineData("http://127.0.0.1:4317", false, true)]
    [InlineData("http://[::1]:4317", false, true)]
    public void Token_InClearText_StaysOnThisHostUnlessThatIsPermitted(string server, bool permitted, bool starts)
    {
        var options = new AgentOptions { Server = new Uri(server), AgentId = "a", Token = Token, AllowInsecureToken = permitted };
        var fault = Record.Exception(options.ThrowIfInvalid);
        (fault is null).ShouldBe(starts);
        if (fault is not null) fault.Message.ShouldNotContain(Token);
        Should.NotThrow((options with { Token = null }).ThrowIfInvalid);
    }

    [Fact]
    public void File_OfTheToken_IsReadForEachAttempt()
    {
        var options = new AgentOptions { TokenFile = Write(Token + "\n") };
        BearerToken.Read(options).ShouldBe(Token);
        Write("another-" + Token);
        BearerToken.Read(options).ShouldBe("another-" + Token);
        Write(" \n");
        Should.Throw<TransportException>(() => BearerToken.Read(options));
        File.Delete(options.TokenFile!);
        Should.Throw<TransportException>(() => BearerToken.Read(options)).IsUnauthorized.ShouldBeTrue();
    }

    [Fact]
    public void FileOfAuthorities_WithoutOne_TrustsNobody()
    {
        Should.Throw<TransportException>(() => ServerTrust.Of(new AgentOptions { CaFile = Write("nothing") }));
        Should.Throw<TransportException>(() => ServerTrust.Of(new AgentOptions { CaFile = Path.Combine(_folder, "absent") }));
        ServerTrust.Of(new AgentOptions()).RemoteCertificateValidationCallback.ShouldBeNull();
    }

    private string Write(string content)
    {
        var path = Path.Combine(_folder, "file");
        File.WriteAllText(path, content);
        return path;
    }
}
