using System.Globalization;
using CleanLite.Application.Activity;
using CleanLite.Domain.Activity;
using Microsoft.Extensions.Hosting;

namespace CleanLite.Infrastructure.Activity;

/// <summary>Says once a second how many refusals were not shown one by one (<c>reject.folded</c>).</summary>
internal sealed class TellFoldedRefusals(RefusalFold fold, SystemEvents events, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) Tell();
    }

    internal void Tell()
    {
        foreach (var (agent, folded) in fold.TakeFolded())
        {
            var count = folded.ToString(CultureInfo.InvariantCulture);
            var who = agent == default ? "further agents" : $"agent {agent}";
            var attributes = new Dictionary<string, string> { ["count"] = count };
            if (agent != default) attributes["agent"] = agent.Value;
            events.Publish("reject.folded", Severity.Warn, $"{count} more refusals of {who}, not shown one by one.", agent.Value, attributes);
        }
    }
}
