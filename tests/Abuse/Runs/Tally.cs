using System.Text.RegularExpressions;

namespace CleanLite.Abuse.Runs;

/// <summary>What became of the cases of one category.</summary>
internal sealed partial class Tally(int keptExamples)
{
    /// <summary>Stands between what is right and what the server's HTTP stack does in place of it.</summary>
    public const char StackSign = '~';

    private readonly Lock _sync = new();
    private readonly List<string> _examples = [];
    private readonly SortedSet<string> _ofTheStack = new(StringComparer.Ordinal);

    public int Cases { get; private set; }

    public int Unexpected { get; private set; }

    /// <summary>Cases that ended as the HTTP stack ends them, otherwise than the protocol's paper says.</summary>
    public int OfTheStack { get; private set; }

    /// <summary>What they were, each once.</summary>
    public IReadOnlyCollection<string> StackKinds => _ofTheStack;

    /// <summary>The first of those that ended otherwise than expected, or said too much.</summary>
    public IReadOnlyList<string> Examples => _examples;

    /// <summary>
    /// Counts a case. <paramref name="expected"/> names the kinds that are right, with | between them; and behind a ~ those that the protocol's paper does not have,
    /// and that the server's HTTP stack gives all the same.
    /// </summary>
    public void Add(string name, string expected, Outcome outcome)
    {
        var sides = expected.Split(StackSign);
        var isRight = sides[0].Split('|').Contains(outcome.Kind);
        var isOfTheStack = !isRight && sides.Length > 1 && sides[1].Split('|').Contains(outcome.Kind);
        var tellsTooMuch = Internals().IsMatch(outcome.Text);
        lock (_sync)
        {
            Cases++;
            if (!tellsTooMuch && isRight) return;
            if (!tellsTooMuch && isOfTheStack)
            {
                _ofTheStack.Add($"{name.Split(',')[0]}: {outcome.Kind}");
                OfTheStack++;
                return;
            }

            Unexpected++;
            if (_examples.Count < keptExamples) _examples.Add($"{name}: {outcome.Kind}, expected {expected}{(tellsTooMuch ? ", tells of its insides" : "")} {Excerpt(outcome.Text)}");
        }
    }

    private static string Excerpt(string text) => text.Length <= 160 ? text : $"{text[..160]}…";

    // Lines of a stack, names of exceptions, namespaces of the runtime and the product's own, source files.
    [GeneratedRegex(@"^\s+at \w|\b\w+Exception\b|\b(?:System|Microsoft|Grpc|Google|MediatR|CleanLite)\.[A-Z]\w+|\.cs\b|/src/|bin/Release", RegexOptions.Multiline)]
    private static partial Regex Internals();
}
