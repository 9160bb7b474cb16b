using System.IO.Enumeration;

namespace CleanLite.Agent.Host;

/// <summary>Names of metrics, or patterns in which <c>*</c> stands for any run of characters; <c>!</c> in front leaves out, and wins.</summary>
internal sealed class MetricPatterns
{
    private readonly string[] _includes;
    private readonly string[] _excludes;
    private readonly bool _whenNone;

    /// <summary>Takes the patterns.</summary>
    /// <param name="patterns">As they came; empty ones are left out.</param>
    /// <param name="whenNone">What holds for a metric if no pattern asks for anything.</param>
    public MetricPatterns(IEnumerable<string> patterns, bool whenNone)
    {
        var all = patterns.Where(p => p.Length > 0).ToList();
        _includes = [.. all.Where(p => p[0] != '!')];
        _excludes = [.. all.Where(p => p[0] == '!').Select(p => p[1..])];
        _whenNone = whenNone;
    }

    public bool IsEmpty => _includes.Length == 0 && _excludes.Length == 0;

    public bool Match(string metric) =>
        !_excludes.Any(pattern => Fits(pattern, metric)) && (_includes.Length == 0 ? _whenNone : _includes.Any(pattern => Fits(pattern, metric)));

    // Its time is bounded by pattern times text: no pattern of a stranger can make it explode.
    private static bool Fits(string pattern, string metric) => FileSystemName.MatchesSimpleExpression(pattern, metric, ignoreCase: false);
}
