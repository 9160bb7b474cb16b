using CleanLite.Abuse.Runs;

namespace CleanLite.Abuse.Categories;

/// <summary>One kind of malformed input or abuse.</summary>
internal interface ICategory
{
    string Name { get; }

    /// <summary>What is tried, for the list of --help.</summary>
    string Summary { get; }

    Task RunAsync(Attack attack);
}
