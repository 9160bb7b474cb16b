using System.Text.RegularExpressions;

namespace CleanLite.Abuse.Runs;

/// <summary>What became of the cases of one category.</summary>
internal sealed partial class Tally(int keptExamples)
{
    private readonly Lock _sync = new();
    private readonly List<string> _examples = [];

    public int Cases { get; private set; }

    public int Unexpected { get; private set; }

    /// <summary>The first of those that ended otherwise than expected, or said too much.</summary>
    public IReadOnlyList<string> Examples => _examples;

    /// <summary>Counts a case. <paramref name="expected"/> names the kinds that are right, with | between them.</summary>
    public void Add(string name, string expected, Outcome outcome)
    {
        var isRight = expected.Split('|').Contains(outcome.Kind);
        var tellsTooMuch = Internals().IsMatch(outcome.Text);
        lock (_sync)
        {
            Cases++;
            if (isRight && !tellsTooMuch) return;
            Unexpected++;
            if (_examples.Count < keptExamples) _examples.Add($"{name}: {outcome.Kind}, expected {expected}{(tellsTooMuch ? ", tells of its insides" : "")} {Excerpt(outcome.Text)}");
        }
    }

    private static string Excerpt(string text) => text.Length <= 160 ? text : $"{text[..160]}…";

    // Lines of a stack, names of exceptions, namespaces of the runtime and the product's own, source files.
    [GeneratedRegex(@"^\s+at \w|\b\w+Exception\b|\b(?:System|Microsoft|Grpc|Google|MediatR|CleanLite)\.[A-Z]\w+|\.cs\b|/src/|bin/Release", RegexOptions.Multiline)]
    private static partial Regex Internals();
}
