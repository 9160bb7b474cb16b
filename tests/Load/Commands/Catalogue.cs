namespace CleanLite.Load.Commands;

/// <summary>Every command there is.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<ICommand> Commands { get; } =
    [
        new IngestCommand(),
        new FanoutCommand(),
        new SteadyCommand(),
        new IdleCommand(),
    ];
}
