using CleanLite.Load.Measure;

namespace CleanLite.Load.Commands;

/// <summary>Everything, one after the other.</summary>
internal sealed class AllCommand(IReadOnlyList<ICommand> commands) : ICommand
{
    public string Name => "all";

    public string Summary => "everything above, as Markdown; takes the better part of an hour";

    public async Task RunAsync(Workbench bench, Report report)
    {
        foreach (var command in commands)
        {
            Progress.Say(command.Name);
            await command.RunAsync(bench, report);
        }
    }
}
