using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CleanLite.Domain.Fleet;

/// <summary>
/// What an agent is to do (agent.proto, <c>AgentConfig</c>), checked. Groups and settings have no order: two configurations that say the same are equal
/// and have the same hash.
/// </summary>
public sealed class AgentConfig : IEquatable<AgentConfig>
{
    /// <summary>The shortest interval allowed, in milliseconds.</summary>
    public const int MinIntervalMs = 100;

    /// <summary>The longest interval allowed, in milliseconds.</summary>
    public const int MaxIntervalMs = 86_400_000;

    /// <summary>Most groups.</summary>
    public const int MaxGroups = 64;

    /// <summary>The longest name of a group, in characters.</summary>
    public const int MaxGroupLength = 64;

    /// <summary>Most settings.</summary>
    public const int MaxSettings = 32;

    /// <summary>The longest name of a setting, in characters.</summary>
    public const int MaxSettingNameLength = 128;

    /// <summary>The longest value of a setting, in characters.</summary>
    public const int MaxSettingValueLength = 512;

    // Half of SHA-256 is beyond collision by accident, and short enough for a person to compare.
    private const int HashBytes = 16;

    private AgentConfig(int reportIntervalMs, string[] collect, KeyValuePair<string, string>[] settings)
    {
        (ReportIntervalMs, Collect, Settings) = (reportIntervalMs, collect, settings);
        Hash = HashOf(Canonical());
    }

    /// <summary>32 hexadecimal digits that stand for the content.</summary>
    public string Hash { get; }

    /// <summary>Milliseconds between reports; 0: as the agent was started.</summary>
    public int ReportIntervalMs { get; }

    /// <summary>Groups of metrics, sorted, each once; empty: as the agent was started.</summary>
    public IReadOnlyList<string> Collect { get; }

    /// <summary>Further settings, sorted by name, each name once.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; }

    /// <summary>Takes a configuration, or says in <paramref name="faults"/> all that is wrong with it: field, value, and what is allowed.</summary>
    public static AgentConfig? TryCreate(
        long reportIntervalMs,
        IReadOnlyCollection<string> collect,
        IReadOnlyCollection<KeyValuePair<string, string>> settings,
        out IReadOnlyList<string> faults)
    {
        faults = [.. FaultsOf(reportIntervalMs), .. FaultsOf(collect), .. FaultsOf(settings)];
        return faults.Count > 0
            ? null
            : new AgentConfig(
                (int)reportIntervalMs,
                [.. collect.Distinct().Order(StringComparer.Ordinal)],
                [.. settings.OrderBy(s => s.Key, StringComparer.Ordinal)]);
    }

    /// <inheritdoc/>
    public bool Equals(AgentConfig? other) => other is not null && Hash == other.Hash;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AgentConfig);

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.GetHashCode(StringComparison.Ordinal);

    private static IEnumerable<string> FaultsOf(long reportIntervalMs)
    {
        if (reportIntervalMs is not 0 and (< MinIntervalMs or > MaxIntervalMs))
            yield return $"reportIntervalMs is {reportIntervalMs}; 0 or {MinIntervalMs} to {MaxIntervalMs} are allowed.";
    }

    private static IEnumerable<string> FaultsOf(IReadOnlyCollection<string> collect)
    {
        if (collect.Count > MaxGroups) yield return $"collect has {collect.Count} groups; at most {MaxGroups} are allowed.";
        foreach (var group in collect.Take(MaxGroups))
        {
            if (group.Length is 0 or > MaxGroupLength || !char.IsAsciiLetterLower(group[0]) || !group.All(IsGroupCharacter))
            {
                yield return $"collect holds '{Text.Excerpt(group)}' ({group.Length} characters); a group starts with a letter, goes on with a-z 0-9 _ . - "
                    + $"and has at most {MaxGroupLength} characters.";
            }
        }
    }

    private static bool IsGroupCharacter(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '.' or '-';

    private static IEnumerable<string> FaultsOf(IReadOnlyCollection<KeyValuePair<string, string>> settings)
    {
        if (settings.Count > MaxSettings) yield return $"settings has {settings.Count} entries; at most {MaxSettings} are allowed.";
        if (settings.DistinctBy(s => s.Key).Count() < settings.Count) yield return "settings names an entry twice; each name may stand once.";
        foreach (var (name, value) in settings.Take(MaxSettings))
        {
            if (name.Length is 0 or > MaxSettingNameLength || Text.IsUnfit(name))
                yield return $"settings has the name '{Text.Excerpt(name)}' ({name.Length} characters); plain text of 1 to {MaxSettingNameLength} characters is allowed.";
            if (value.Length > MaxSettingValueLength || Text.IsUnfit(value))
            {
                yield return $"settings.{Text.Excerpt(name)} is '{Text.Excerpt(value)}' ({value.Length} characters); plain text of at most "
                    + $"{MaxSettingValueLength} characters is allowed.";
            }
        }
    }

    private static string HashOf(string canonical) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)).AsSpan(0, HashBytes));

    // Line feeds and tabs separate the parts; no name or value can hold one, so that no two configurations share a text.
    private string Canonical()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"cleanlite.v1.AgentConfig\nreport_interval_ms\t{ReportIntervalMs}\n");
        foreach (var group in Collect) text.Append(CultureInfo.InvariantCulture, $"collect\t{group}\n");
        foreach (var (name, value) in Settings) text.Append(CultureInfo.InvariantCulture, $"settings\t{name}\t{value}\n");
        return text.ToString();
    }
}
