namespace CleanLite.Api.Hosting;

/// <summary>What <c>--help</c> prints.</summary>
internal static class Help
{
    public const string Text =
        """
        CleanLite: see the whole fleet live.

        Usage: dotnet run --project src/Api -- [--CleanLite:<Key>=<value> ...]

        Open http://localhost:8080 for the page; agents connect to port 4317 over gRPC.

        Often used
          --CleanLite:Http:Port=8080               page, /live, HTTP API; 0 picks a free port
          --CleanLite:Grpc:Port=4317               agents
          --CleanLite:Http:Address=0.0.0.0         listen for others (needs tokens, or the next line)
          --CleanLite:Security:AllowAnonymous=true permits an open address without tokens
          --CleanLite:Security:ViewerTokens:0:Name=me --CleanLite:Security:ViewerTokens:0:TokenFile=PATH
                                                   viewers need a token (docs/security.md; AgentTokens likewise)
          --CleanLite:Http:Certificate=PATH        TLS, from a PFX or a PEM with Http:CertificateKey; Grpc likewise
          --CleanLite:Demo:Agents=20               a synthetic fleet to look at
          --CleanLite:LocalAgent:Enabled=false     do not report this host

        The same keys go into appsettings.json, section CleanLite, or into the environment as CLEANLITE__HTTP__PORT=8080.
        All settings: docs/operations.md.
        """;
}
