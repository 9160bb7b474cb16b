using CleanLite.Application.Live;

namespace CleanLite.Api.Live;

/// <summary>A page of the newest points (live.md, section 8).</summary>
internal sealed record LatestView(string Epoch, long Offset, bool Recovered, IReadOnlyList<PointView> Items, string? Next)
{
    public static LatestView Of(LatestPage page) =>
        new(page.Epoch, page.Offset, page.Recovered, [.. page.Points.Select(PointView.Of)], page.Next?.ToString());
}
