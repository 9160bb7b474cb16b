namespace CleanLite.Application.Live;

/// <summary>Answer with a pong.</summary>
/// <param name="Id">The client's own id.</param>
public sealed record PingCommand(string? Id) : LiveCommand(Id)
{
    /// <inheritdoc/>
    public override string Action => "ping";
}
