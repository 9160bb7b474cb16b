using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CleanLite.Agent;

/// <summary>How an <see cref="AgentClient"/> presents itself, how much it buffers and how patient it is.</summary>
public sealed record AgentOptions
{
    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:@/-");

    /// <summary>The server's gRPC door: <c>http://</c> for clear text, <c>https://</c> for TLS.</summary>
    public Uri Server { get; init; } = new("http://127.0.0.1:4317");

    /// <summary>
    /// The server's HTTP port, such as <c>http://127.0.0.1:8080</c>, for networks whose proxies break gRPC: after three short links in a row the agent
    /// falls back to a WebSocket there, and after three more to single calls. Null: gRPC only.
    /// </summary>
    public Uri? HttpEndpoint { get; init; }

    /// <summary>How long a fallback is kept before gRPC is tried again; up to half as long again is added by chance. At least 1 s.</summary>
    public TimeSpan GrpcRetryInterval { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The agent's lasting name, unique in the fleet: 1 to 128 of <c>[A-Za-z0-9._:@/-]</c>.</summary>
    public string AgentId { get; init; } = Environment.MachineName;

    /// <summary>Name of the host it runs on.</summary>
    public string Hostname { get; init; } = Environment.MachineName;

    /// <summary>Labels that describe the agent (env, region, role); they are not copied onto points.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Version told to the server.</summary>
    public string AgentVersion { get; init; } = typeof(AgentOptions).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>How often the agent means to report; the server judges staleness by it. 10 ms to 1 day.</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Most batches that wait for acknowledgement; beyond it the oldest are shed. At least 1.</summary>
    public int MaxBufferedBatches { get; init; } = 600;

    /// <summary>Most points that wait for acknowledgement; beyond it the oldest are shed. At least 1.</summary>
    public int MaxBufferedPoints { get; init; } = 200_000;

    /// <summary>Most events and model calls that wait for a link; beyond it the oldest are dropped. At least 1.</summary>
    public int MaxQueuedMessages { get; init; } = 1_000;

    /// <summary>Bearer token, or null where the server asks for none. It is never logged.</summary>
    public string? Token { get; init; }

    /// <summary>A file that holds the token, in place of <see cref="Token"/>; read again for each attempt to connect.</summary>
    public string? TokenFile { get; init; }

    /// <summary>
    /// PEM file of the certificate authorities to trust in place of the system's; read again for each attempt to connect. The server's certificate is
    /// verified in any case, its name too.
    /// </summary>
    public string? CaFile { get; init; }

    /// <summary>The one certificate that the server must show, and no other, whatever its name or authority; asked for at each attempt to connect.</summary>
    public Func<X509Certificate2>? PinnedServer { get; init; }

    /// <summary>Permits a token to travel in clear text beyond this host, where whoever listens can take it.</summary>
    public bool AllowInsecureToken { get; init; }

    /// <summary>Shortest wait before a new attempt to connect.</summary>
    public TimeSpan MinBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait before a new attempt to connect, advice of the server apart.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time for the connection and the server's Welcome.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time for one message to leave.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time that leaving may take: what is buffered is sent first, as far as it fits.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Answers what the server pushes; by default everything is answered UNSUPPORTED.</summary>
    public IPushHandler? PushHandler { get; init; }

    /// <summary>Where time comes from.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where log lines go.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Source of the jitter between attempts.</summary>
    public Random Jitter { get; init; } = Random.Shared;

    /// <summary>Tells whether a text may serve as <see cref="AgentId"/>.</summary>
    public static bool IsAgentId(string? text) =>
        text is { Length: >= 1 and <= 128 } && !text.AsSpan().ContainsAnyExcept(IdCharacters);

    /// <summary>True if a token would travel in clear text beyond this host and that is not permitted.</summary>
    internal bool WouldTellToken => (Token ?? TokenFile) is not null && !AllowInsecureToken && (IsOpen(Server) || (HttpEndpoint is { } http && IsOpen(http)));

    /// <summary>Who reports where. The token stays out of it.</summary>
    public override string ToString() => $"{AgentId} to {Server}";

    internal void ThrowIfInvalid()
    {
        Require(Server is { IsAbsoluteUri: true, Scheme: "http" or "https" },
            nameof(Server), Server, "an absolute http:// or https:// address");
        Require(HttpEndpoint is null or { IsAbsoluteUri: true, Scheme: "http" or "https" },
            nameof(HttpEndpoint), HttpEndpoint, "none, or an absolute http:// or https:// address");
        Require(GrpcRetryInterval >= TimeSpan.FromSeconds(1), nameof(GrpcRetryInterval), GrpcRetryInterval, "at least 1 s");
        Require(!WouldTellToken, nameof(Server), Server, "https:// or a loopback address, because a token is sent; or AllowInsecureToken");
        Require(Token is null || TokenFile is null, nameof(TokenFile), TokenFile, "either Token or TokenFile");
        Require(IsAgentId(AgentId), nameof(AgentId), AgentId, "1 to 128 of [A-Za-z0-9._:@/-]");
        Require(ReportInterval >= TimeSpan.FromMilliseconds(10) && ReportInterval <= TimeSpan.FromDays(1),
            nameof(ReportInterval), ReportInterval, "10 ms to 1 day");
        Require(MaxBufferedBatches > 0, nameof(MaxBufferedBatches), MaxBufferedBatches, "at least 1");
        Require(MaxBufferedPoints > 0, nameof(MaxBufferedPoints), MaxBufferedPoints, "at least 1");
        Require(MaxQueuedMessages > 0, nameof(MaxQueuedMessages), MaxQueuedMessages, "at least 1");
        Require(MinBackoff > TimeSpan.Zero && MinBackoff <= MaxBackoff, nameof(MinBackoff), MinBackoff, "more than 0, at most MaxBackoff");
    }

    private static bool IsOpen(Uri address) => address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback;

    private static void Require(bool holds, string name, object? value, string allowed)
    {
        if (!holds)
            throw new ArgumentException($"{name} is '{value}'; allowed: {allowed}.", name);
    }
}
