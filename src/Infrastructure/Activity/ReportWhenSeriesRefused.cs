using System.Globalization;
using System.Text.Json;
using CleanLite.Application.Activity;
using CleanLite.Application.Ingest;
using CleanLite.Domain.Activity;
using CleanLite.Domain.Ingest;
using MediatR;

namespace CleanLite.Infrastructure.Activity;

/// <summary>Shows refused series on channel <c>rejects</c> (<c>reject.series</c>).</summary>
internal sealed class ReportWhenSeriesRefused(RefusalFold fold, SystemEvents events) : INotificationHandler<SeriesRefused>
{
    public Task Handle(SeriesRefused notification, CancellationToken cancellationToken)
    {
        foreach (var violation in notification.Violations)
        {
            if (fold.TryTell(notification.Agent))
                events.Publish("reject.series", Severity.Warn, violation.Detail, violation.Metric, FactsOf(notification, violation));
        }

        return Task.CompletedTask;
    }

    private static Dictionary<string, string> FactsOf(SeriesRefused notification, Violation violation)
    {
        var facts = new Dictionary<string, string>
        {
            ["agent"] = notification.Agent.Value,
            ["code"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(violation.Code.ToString()),
            ["series"] = violation.SeriesIndex.ToString(CultureInfo.InvariantCulture),
        };
        if (notification.AgentVersion.Length > 0) facts["version"] = ShownText.Of(notification.AgentVersion);
        return facts;
    }
}
