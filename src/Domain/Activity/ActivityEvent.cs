namespace CleanLite.Domain.Activity;

/// <summary>Something that happened: told by an agent, or noticed by the server. All text in it has been checked or made by the server.</summary>
public sealed record ActivityEvent
{
    /// <summary>Unique within <see cref="Source"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Who says it: <c>agent/&lt;id&gt;</c> or <c>server</c>.</summary>
    public required string Source { get; init; }

    /// <summary>What it is, as words joined by dots: <c>task.created</c>. The first word names the channel.</summary>
    public required string Type { get; init; }

    /// <summary>When, Unix milliseconds.</summary>
    public required long TimeUnixMs { get; init; }

    /// <summary>How grave it is.</summary>
    public Severity Severity { get; init; } = Severity.Info;

    /// <summary>What it is about: a task id, a file, an agent; empty if nothing in particular.</summary>
    public string Subject { get; init; } = "";

    /// <summary>A sentence for a person.</summary>
    public string Message { get; init; } = "";

    /// <summary>Further facts.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();
}
