namespace CleanLite.Application.Live;

/// <summary>Call a method; see <see cref="ILiveCall"/>.</summary>
/// <param name="Id">The client's own id.</param>
/// <param name="Method">Its name.</param>
public sealed record CallCommand(string? Id, string Method) : LiveCommand(Id)
{
    /// <inheritdoc/>
    public override string Action => "call";
}
