using System.Globalization;
using System.Text;
using CleanLite.Abuse.Categories;

namespace CleanLite.Abuse.CommandLine;

/// <summary>What was asked for.</summary>
internal sealed class AbuseOptions
{
    /// <exception cref="ArgumentException">A category or an option is unknown, or a value is out of its range.</exception>
    public AbuseOptions(IReadOnlyList<string> arguments)
    {
        Categories = arguments[0] == "all"
            ? Catalogue.All
            : [Catalogue.All.FirstOrDefault(c => c.Name.Equals(arguments[0], StringComparison.OrdinalIgnoreCase)) ?? throw new ArgumentException($"'{arguments[0]}' is no category; --help lists them.")];
        for (var i = 1; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : throw new ArgumentException($"{arguments[i]} wants a value.");
            switch (arguments[i])
            {
                case "--scale": Scale = ScaleOf(value); break;
                case "--seed": Seed = NumberOf(value); break;
                case "--examples": Examples = NumberOf(value); break;
                default: throw new ArgumentException($"'{arguments[i]}' is no option; --help lists them.");
            }
        }
    }

    public static string Help
    {
        get
        {
            var text = new StringBuilder(
                """
                CleanLite.Abuse: sends a CleanLite server what no honest client sends, and checks how each case ends, with a neighbour beside it throughout.

                Usage: dotnet run -c Release --project tests/Abuse -- <category>|all [options]

                The tool starts the Release build of src/Api; it builds it only if it is missing. docs/abuse.md says what is expected. Linux only.

                Categories

                """);
            foreach (var category in Catalogue.All) text.AppendLine(CultureInfo.InvariantCulture, $"  {category.Name,-6} {category.Summary}");
            return text.Append(
                """
                  M12    envelopes between servers: there are none, so there is nothing to send

                Options
                  --scale S     the share of the cases to play, and of the minute that a flood lasts, 0.001 to 1 (1)
                  --seed N      what chance begins with (1)
                  --examples N  unexpected cases of each category to show (3)

                Exit code: 0 everything as expected, 1 something was not, 2 wrong usage.

                """).ToString();
        }
    }

    public IReadOnlyList<ICategory> Categories { get; }

    public double Scale { get; } = 1;

    public int Seed { get; } = 1;

    public int Examples { get; } = 3;

    private static int NumberOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new ArgumentException($"'{text}' is no whole number.");

    private static double ScaleOf(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var scale) && scale is >= 0.001 and <= 1
            ? scale
            : throw new ArgumentException($"'{text}' is no scale; it takes 0.001 to 1.");
}
