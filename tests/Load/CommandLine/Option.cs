namespace CleanLite.Load.CommandLine;

/// <summary>One option: its name without dashes, what stands for its value in the help (empty for a switch), and what it does.</summary>
internal sealed record Option(string Name, string Value, string Text);
