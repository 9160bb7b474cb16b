using CleanLite.Application.Security;

namespace CleanLite.Api.Security;

/// <summary>Who may enter by an endpoint. Every endpoint declares one; one that does not is a viewers' door, and a test fails for it.</summary>
/// <param name="Door">Whose door it is, for the metric and for what everybody may do while no tokens are configured.</param>
/// <param name="Admits">The credentials that open it; empty: it is open.</param>
internal sealed record AccessRule(Audience Door, params IReadOnlyList<Audience> Admits)
{
    public static AccessRule Open { get; } = new(Audience.Viewer);

    public static AccessRule Agents { get; } = new(Audience.Agent, Audience.Agent);

    public static AccessRule Viewers { get; } = new(Audience.Viewer, Audience.Viewer);

    public static AccessRule Either { get; } = new(Audience.Viewer, Audience.Viewer, Audience.Agent);
}
