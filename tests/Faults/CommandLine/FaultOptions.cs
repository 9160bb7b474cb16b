using System.Globalization;
using System.Text;
using CleanLite.Faults.Faults;

namespace CleanLite.Faults.CommandLine;

/// <summary>What was asked for.</summary>
internal sealed class FaultOptions
{
    // The checker tells servers apart by clocks that may jump, and relies on runs being shorter than a jump.
    private const int MostSeconds = 300;

    /// <exception cref="ArgumentException">A fault or an option is unknown, or a value is no number.</exception>
    public FaultOptions(IReadOnlyList<string> arguments)
    {
        Faults = arguments[0] switch
        {
            "all" => FaultCatalogue.All,
            var name => [FaultCatalogue.All.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new ArgumentException($"'{name}' is no fault; --help lists them.")],
        };
        for (var i = 1; i < arguments.Count; i += 2)
        {
            if (arguments[i] == "--skip-impossible")
            {
                SkipsImpossible = true;
                i--;
                continue;
            }

            var value = i + 1 < arguments.Count ? arguments[i + 1] : throw new ArgumentException($"{arguments[i]} wants a value.");
            switch (arguments[i])
            {
                case "--seeds": Seeds = Number(value); break;
                case "--first-seed": FirstSeed = Number(value); break;
                case "--seconds" when Number(value) <= MostSeconds: Duration = TimeSpan.FromSeconds(Number(value)); break;
                case "--seconds": throw new ArgumentException($"--seconds is {MostSeconds} at most.");
                case "--parallel": Parallel = Number(value); break;
                case "--out": Folder = value; break;
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
                CleanLite.Faults: does to a CleanLite server, its agents and its viewers what can happen to them, and checks what they wrote down.

                Usage: dotnet run -c Release --project tests/Faults -- <fault>|all [options]
                       dotnet run -c Release --project tests/Faults -- check FILE

                The tool starts the Release build of src/Api; it builds it only if it is missing. docs/faults.md says what is checked.

                Faults

                """);
            foreach (var fault in FaultCatalogue.All) text.AppendLine(CultureInfo.InvariantCulture, $"  {fault.Name,-5} {fault.Summary}");
            return text.Append(
                """

                Options
                  --seeds N        how many runs of each fault, each with a seed of its own (20)
                  --first-seed N   the first seed (1)
                  --seconds S      how long the fault lasts, without start and settling (10, at most 300)
                  --parallel N     runs at one time (1)
                  --out DIR        where the histories of runs with violations stay (fault-histories)
                  --skip-impossible  what this machine does not allow (no root, no libfaketime) does not change the exit code

                Exit code: 0 no violation, 1 violations, 2 wrong usage, 3 no violation, but something could not be tried on this machine.

                """).ToString();
        }
    }

    public IReadOnlyList<IFault> Faults { get; }

    public int Seeds { get; } = 20;

    public int FirstSeed { get; } = 1;

    public TimeSpan Duration { get; } = TimeSpan.FromSeconds(10);

    public int Parallel { get; } = 1;

    public string Folder { get; } = "fault-histories";

    /// <summary>What the machine does not allow is left out without a word of the exit code.</summary>
    public bool SkipsImpossible { get; }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
        ? number
        : throw new ArgumentException($"'{text}' is no whole number above 0.");
}
