namespace CleanLite.Agent.Commands;

/// <summary>What the command is to do.</summary>
internal enum Mode
{
    Run,
    Once,
    Help,
    Version,
}
