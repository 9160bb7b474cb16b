using Microsoft.Net.Http.Headers;

namespace CleanLite.Api.Operations.Exposition;

/// <summary>The two text formats, and which of them a scraper would rather have.</summary>
/// <param name="ContentType">The value of the header: Prometheus refuses an answer without the right one.</param>
/// <param name="IsOpenMetrics">True for OpenMetrics.</param>
internal sealed record ExpositionFormat(string ContentType, bool IsOpenMetrics)
{
    /// <summary>Prometheus's text format, version 0.0.4.</summary>
    public static readonly ExpositionFormat Text = new("text/plain; version=0.0.4; charset=utf-8", false);

    /// <summary>OpenMetrics 1.0.0.</summary>
    public static readonly ExpositionFormat OpenMetrics = new("application/openmetrics-text; version=1.0.0; charset=utf-8", true);

    /// <summary>What <c>Accept</c> asks for: OpenMetrics where it is named with a version that is written here and no lesser weight than the text format, else text.</summary>
    public static ExpositionFormat Negotiate(IList<string?> accept)
    {
        if (!MediaTypeHeaderValue.TryParseList([.. accept.OfType<string>()], out var types)) return Text;
        var open = types.Where(IsOpenMetrics10).Select(QualityOf).DefaultIfEmpty(0).Max();
        var text = types.Where(IsText).Select(QualityOf).DefaultIfEmpty(0).Max();
        return open > 0 && open >= text ? OpenMetrics : Text;
    }

    private static bool IsOpenMetrics10(MediaTypeHeaderValue type) =>
        type.MediaType.Equals("application/openmetrics-text", StringComparison.OrdinalIgnoreCase) && VersionOf(type) is null or "1.0.0";

    // Wildcards say nothing for the text format: it is what comes anyway.
    private static bool IsText(MediaTypeHeaderValue type) =>
        type.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase) && VersionOf(type) is null or "0.0.4";

    private static string? VersionOf(MediaTypeHeaderValue type) =>
        type.Parameters.FirstOrDefault(p => p.Name.Equals("version", StringComparison.OrdinalIgnoreCase)) is { } version
            ? HeaderUtilities.RemoveQuotes(version.Value).ToString()
            : null;

    private static double QualityOf(MediaTypeHeaderValue type) => type.Quality ?? 1;
}
