using System.Text;
using CleanLite.Load.Commands;

namespace CleanLite.Load.CommandLine;

/// <summary>What <c>--help</c> prints.</summary>
internal static class Help
{
    public static string Text
    {
        get
        {
            var text = new StringBuilder(
                """
                CleanLite.Load: measures a CleanLite server from outside.

                Usage: dotnet run -c Release --project tests/Load -- <command> [options]

                The tool starts the Release build of src/Api as a process of its own and reads that process's CPU time and memory from the kernel.
                Its own share of a core is printed beside: near 1, the tool is the bottleneck and the figure a lower bound.

                Commands

                """);
            foreach (var command in Catalogue.Commands) text.AppendLine($"  {command.Name,-10} {command.Summary}");
            text.AppendLine().AppendLine("Options");
            foreach (var option in Options.Known) text.AppendLine($"  {$"--{option.Name} {option.Value}",-22} {option.Text}");
            return text.AppendLine().AppendLine("Exit code: 0 done and all marks met, 1 a mark missed, 2 wrong usage, 3 could not be measured.").ToString();
        }
    }
}
