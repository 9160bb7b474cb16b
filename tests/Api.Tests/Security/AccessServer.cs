using System.Net.Http.Headers;
using CleanLite.Infrastructure.Security;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.Api.Tests.Security;

/// <summary>A server with tokens of every kind: valid, expired, and one that was valid and has been revoked.</summary>
public sealed class AccessServer : IAsyncLifetime
{
    internal const string AgentToken = "agent-token-0123456789";
    internal const string BoundToken = "bound-token-0123456789";
    internal const string ViewerToken = "viewer-token-0123456789";
    internal const string ExpiredToken = "expired-token-0123456789";
    internal const string RevokedToken = "revoked-token-0123456789";
    internal const string UnknownToken = "unknown-token-0123456789";

    private readonly string _folder = Directory.CreateTempSubdirectory("cleanlite-tokens-").FullName;

    internal TestServer Server { get; private set; } = null!;

    /// <summary>Settings with an agent's token, one bound to <c>web-*</c>, and a viewer's.</summary>
    internal static string[] Tokens { get; } =
    [
        "Security:AgentTokens:0:Name=fleet", $"Security:AgentTokens:0:Token={AgentToken}",
        "Security:AgentTokens:1:Name=web", $"Security:AgentTokens:1:Token={BoundToken}", "Security:AgentTokens:1:Agents:0=web-*",
        "Security:ViewerTokens:0:Name=board", $"Security:ViewerTokens:0:Token={ViewerToken}",
    ];

    /// <summary>The token of a column of the table; null for none.</summary>
    internal static string? TokenOf(string column) => column switch
    {
        "none" => null,
        "unknown" => UnknownToken,
        "expired" => ExpiredToken,
        "revoked" => RevokedToken,
        "agent" => AgentToken,
        "viewer" => ViewerToken,
        _ => throw new ArgumentOutOfRangeException(nameof(column)),
    };

    internal static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);

    public async Task InitializeAsync()
    {
        var file = Path.Combine(_folder, "revoked");
        await File.WriteAllTextAsync(file, RevokedToken + "\n");
        Server = await TestServer.StartAsync([
            .. Tokens,
            "Security:FailuresPerMinute=1000000",
            "Security:ViewerTokens:1:Name=old", $"Security:ViewerTokens:1:Token={ExpiredToken}", "Security:ViewerTokens:1:ExpiresAt=2020-01-01T00:00:00Z",
            "Security:ViewerTokens:2:Name=gone", $"Security:ViewerTokens:2:TokenFile={file}",
        ]);
        var credentials = Server.Services.GetRequiredService<Credentials>();
        credentials.Find(RevokedToken).ShouldNotBeNull();
        File.Delete(file);
        credentials.Refresh();
        credentials.Find(RevokedToken).ShouldBeNull();
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
