namespace CleanLite.Application.Live;

/// <summary>Something that is not a command.</summary>
/// <param name="Id">The client's own id, as far as it could be read.</param>
/// <param name="Fault">What is wrong.</param>
public sealed record FaultyCommand(string? Id, LiveFault Fault) : LiveCommand(Id)
{
    /// <inheritdoc/>
    public override string Action => "faulty";
}
