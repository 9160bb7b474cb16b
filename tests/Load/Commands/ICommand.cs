using CleanLite.Load.Measure;

namespace CleanLite.Load.Commands;

/// <summary>Something that can be measured.</summary>
internal interface ICommand
{
    /// <summary>What it is called on the command line.</summary>
    string Name { get; }

    /// <summary>What it measures, in a line.</summary>
    string Summary { get; }

    /// <summary>Measures, and adds what it found to <paramref name="report"/>.</summary>
    Task RunAsync(Workbench bench, Report report);
}
