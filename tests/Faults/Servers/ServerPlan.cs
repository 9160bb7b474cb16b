namespace CleanLite.Faults.Servers;

/// <summary>How a server under faults is started.</summary>
internal sealed record ServerPlan
{
    /// <summary>Its own folder; the activity log and the configurations are kept there.</summary>
    public required string Folder { get; init; }

    /// <summary>Settings beyond those that scale the server's patience down to a run of seconds.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>A command that becomes the server, such as prlimit.</summary>
    public IReadOnlyList<string> Prefix { get; init; } = [];

    /// <summary>The wall clock it goes by; null: the machine's.</summary>
    public FakeClock? Clock { get; init; }

    /// <summary>The disk of its activity log; null: the log is in its folder.</summary>
    public LogVolume? Volume { get; init; }

    /// <summary>True where the fault makes the server log errors.</summary>
    public bool MayLogErrors { get; init; }
}
