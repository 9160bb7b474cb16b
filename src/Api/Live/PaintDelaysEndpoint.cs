using CleanLite.Api.Hosting;
using CleanLite.Application.Live;
using MediatR;

namespace CleanLite.Api.Live;

/// <summary><c>POST /api/v1/paint-delays</c>: dashboards report how fresh what they show is, for <c>/metrics</c>.</summary>
internal static class PaintDelaysEndpoint
{
    public static async Task<IResult> PostAsync(HttpRequest request, ISender sender, CancellationToken cancellation)
    {
        var (body, problem) = await request.ReadAsync<PaintDelaysBody>(cancellation).ConfigureAwait(false);
        if (problem is not null) return problem;
        var faults = await sender.Send(new ReportPaintDelaysCommand(body!.DelaysMs ?? []), cancellation).ConfigureAwait(false);
        return faults.Count == 0 ? Results.NoContent() : Problems.BadRequest("bad_request", string.Join(' ', faults));
    }
}
