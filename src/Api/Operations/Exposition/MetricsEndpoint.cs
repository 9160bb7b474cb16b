using System.Text;
using CleanLite.Api.Security;
using CleanLite.Application.Security;

namespace CleanLite.Api.Operations.Exposition;

/// <summary><c>GET /metrics</c>: the server's own metrics as text (live.md, section 8).</summary>
internal static class MetricsEndpoint
{
    public static void MapMetrics(this WebApplication app)
    {
        // Listens from here on: nothing has been counted yet.
        var readings = app.Services.GetRequiredService<MetricReadings>();
        app.Services.GetRequiredService<BuildInfo>();
        var route = app.MapGet("/metrics", (HttpRequest request) =>
        {
            var format = ExpositionFormat.Negotiate(request.Headers.Accept);
            return Results.Bytes(Encoding.UTF8.GetBytes(PrometheusText.Write(readings.Read(), format)), format.ContentType);
        });
        if (app.Services.GetRequiredService<SecurityOptions>().OpenMetrics) route.IsOpen();
        else route.RequireViewer();
    }
}
