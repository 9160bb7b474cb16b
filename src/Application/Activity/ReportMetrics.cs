using System.Diagnostics.Metrics;
using CleanLite.Application.Operations;

namespace CleanLite.Application.Activity;

/// <summary>What the intake of events counts: reports by outcome.</summary>
public sealed class ReportMetrics
{
    private static readonly KeyValuePair<string, object?>[] Refusals =
    [
        new("outcome", "bad_type"), new("outcome", "reserved_type"), new("outcome", "bad_text"),
        new("outcome", "too_long"), new("outcome", "bad_attributes"), new("outcome", "rate_limited"),
    ];

    private readonly Counter<long> _reports;

    /// <summary>Makes the instruments.</summary>
    public ReportMetrics(IMeterFactory factory, EventAdmission admission)
    {
        var meter = factory.Create(CleanLiteMeter.Name);
        _reports = meter.CreateCounter<long>("cleanlite.activity.reports", "{event}", "Events that agents reported, by outcome.");
        meter.CreateObservableGauge("cleanlite.activity.reporters", () => admission.Count, "{agent}", "Agents whose rate and last event ids are remembered.");
    }

    /// <summary>Counts an accepted event.</summary>
    public void Accepted() => _reports.Add(1, new KeyValuePair<string, object?>("outcome", "accepted"));

    /// <summary>Counts an event that came again.</summary>
    public void Duplicate() => _reports.Add(1, new KeyValuePair<string, object?>("outcome", "duplicate"));

    /// <summary>Counts a refused event.</summary>
    public void Refused(EventRefusal code) => _reports.Add(1, Refusals[(int)code]);
}
