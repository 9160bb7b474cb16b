namespace CleanLite.Agent.Commands;

/// <summary>What the command line and the environment ask for. An argument wins over its environment variable.</summary>
internal sealed record Arguments
{
    private static readonly string[] Options =
    [
        "--server", "--http", "--interval", "--name", "--label", "--collect", "--allow-action", "--state", "--token", "--token-file", "--ca-file",
    ];

    // In the order in which they are taken: systemd's STATE_DIRECTORY gives way to our own.
    private static readonly string[] Variables =
    [
        "CLEANLITE_SERVER", "CLEANLITE_HTTP", "CLEANLITE_INTERVAL", "CLEANLITE_NAME", "CLEANLITE_COLLECT", "CLEANLITE_HOST_ROOT", "CLEANLITE_ALLOW_ACTION",
        "STATE_DIRECTORY", "CLEANLITE_STATE", "CLEANLITE_TOKEN", "CLEANLITE_TOKEN_FILE", "CLEANLITE_CA_FILE",
    ];

    public Uri Server { get; init; } = new("http://127.0.0.1:4317");

    /// <summary>The server's HTTP port, for when gRPC does not get through; null: gRPC only.</summary>
    public Uri? Http { get; init; }

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    public string Name { get; init; } = Environment.MachineName;

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyCollection<string> Collect { get; init; } = HostOptions.Groups;

    public string Root { get; init; } = "/";

    /// <summary>The agent's token; null where the server asks for none, or where it stands in a file.</summary>
    public string? Token { get; init; }

    /// <summary>The file that holds it.</summary>
    public string? TokenFile { get; init; }

    /// <summary>The authorities to trust in place of the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>Whether a token may travel in clear text beyond this host.</summary>
    public bool AllowInsecureToken { get; init; }

    /// <summary>What the server may have this agent do.</summary>
    public IReadOnlyCollection<string> AllowedActions { get; init; } = HostOptions.DefaultActions;

    /// <summary>Where the last configuration is remembered; null: nowhere.</summary>
    public string? StateDirectory { get; init; }

    public Mode Mode { get; init; } = Mode.Run;

    /// <exception cref="UsageException">An argument is unknown, lacks its value or has one that is not allowed.</exception>
    public static Arguments Parse(IReadOnlyList<string> arguments, Func<string, string?> environment)
    {
        var parsed = FromEnvironment(environment);
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = Split(arguments[i]);
            parsed = name switch
            {
                "--once" => parsed with { Mode = Mode.Once },
                "--help" or "-h" => parsed with { Mode = Mode.Help },
                "--allow-insecure-token" => parsed with { AllowInsecureToken = true },
                "--version" => parsed with { Mode = Mode.Version },
                _ when Options.Contains(name) =>
                    parsed.With(name, value ?? (++i < arguments.Count ? arguments[i] : throw new UsageException($"{name} needs a value."))),
                _ => throw new UsageException(
                    $"'{arguments[i]}' is not known; allowed: {string.Join(", ", Options)}, --allow-insecure-token, --once, --help, --version."),
            };
        }

        return parsed;
    }

    private static Arguments FromEnvironment(Func<string, string?> environment)
    {
        var parsed = new Arguments();
        foreach (var name in Variables)
        {
            if (NullIfEmpty(environment(name)) is { } value)
                parsed = parsed.With(name, value);
        }

        return parsed;
    }

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=', StringComparison.Ordinal) : -1;
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }

    private Arguments With(string name, string value) => name switch
    {
        "--server" or "CLEANLITE_SERVER" => this with { Server = ParseAddress(name, value, 4317) },
        "--http" or "CLEANLITE_HTTP" => this with { Http = ParseAddress(name, value, 8080) },
        "--interval" or "CLEANLITE_INTERVAL" => this with { Interval = ParseInterval(name, value) },
        "--name" or "CLEANLITE_NAME" => this with { Name = ParseName(name, value) },
        "--collect" or "CLEANLITE_COLLECT" => this with { Collect = ParseGroups(name, value) },
        "--label" => this with { Labels = AddLabel(value) },
        "--allow-action" or "CLEANLITE_ALLOW_ACTION" => this with { AllowedActions = [.. AllowedActions, .. ParseActions(name, value)] },
        "--state" or "CLEANLITE_STATE" or "STATE_DIRECTORY" => this with { StateDirectory = NullIfEmpty(value) },
        // The later of the two counts, so that an argument wins over the environment.
        "--token" or "CLEANLITE_TOKEN" => this with { Token = value, TokenFile = null },
        "--token-file" or "CLEANLITE_TOKEN_FILE" => this with { Token = null, TokenFile = value },
        "--ca-file" or "CLEANLITE_CA_FILE" => this with { CaFile = value },
        _ => this with { Root = value },
    };

    private static Uri ParseAddress(string name, string value, int usualPort) =>
        Uri.TryCreate(value, UriKind.Absolute, out var server) && server is { Scheme: "http" or "https" }
            ? server
            : throw Wrong(name, value, $"an address such as http://127.0.0.1:{usualPort} or https://metrics.example.org:{usualPort}");

    private static TimeSpan ParseInterval(string name, string value) => TimeText.Parse(value) ?? throw Wrong(name, value, TimeText.Allowed);

    private static string ParseName(string name, string value) =>
        AgentOptions.IsAgentId(value) ? value : throw Wrong(name, value, "1 to 128 of [A-Za-z0-9._:@/-]");

    private static string[] ParseGroups(string name, string value)
    {
        var groups = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return groups.Length > 0 && groups.All(HostOptions.Groups.Contains)
            ? groups
            : throw Wrong(name, value, $"a list with commas of {string.Join(", ", HostOptions.Groups)}");
    }

    private static string[] ParseActions(string name, string value)
    {
        var actions = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return actions.Length > 0 && actions.All(HostOptions.Actions.Contains)
            ? actions
            : throw Wrong(name, value, $"a list with commas of {string.Join(", ", HostOptions.Actions)}");
    }

    private Dictionary<string, string> AddLabel(string value)
    {
        var equals = value.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new(Labels) { [value[..equals]] = value[(equals + 1)..] }
            : throw Wrong("--label", value, "name=value");
    }

    private static UsageException Wrong(string name, string value, string allowed) => new($"{name} is '{value}'; allowed: {allowed}.");
}
