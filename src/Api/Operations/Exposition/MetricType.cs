namespace CleanLite.Api.Operations.Exposition;

/// <summary>The types of metrics that the text formats know and CleanLite has.</summary>
internal enum MetricType
{
    /// <summary>Only ever grows.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Observations in buckets.</summary>
    Histogram,
}
