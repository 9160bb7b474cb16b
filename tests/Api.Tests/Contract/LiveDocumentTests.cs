using System.Globalization;
using System.Reflection;
using CleanLite.Application.Live;
using CleanLite.Domain.Live;
using CleanLite.Infrastructure.Live.Feeds;
using CleanLite.Infrastructure.Live.Viewers;

namespace CleanLite.Api.Tests.Contract;

/// <summary>The tables of docs/live.md say what the code says.</summary>
public sealed class LiveDocumentTests
{
    [Fact]
    public void Endings_AreThoseOfTheCatalogue() =>
        LiveDocument.TableOf("close").Select(r => string.Join(" | ", r)).ShouldBe(LiveEnding.All.Select(e =>
            $"{e.Code} | {e.Name} | {e.Reason} | {(e.SaysBye ? "yes" : "no")} | {WordOf(e.Advice)}"));

    [Fact]
    public void Channels_AreThoseOfTheServer() => LiveDocument.TableOf("channel").Select(r => r[0]).ShouldBe(LiveChannels.All);

    [Fact]
    public void Errors_AreThoseOfTheServer() => LiveDocument.TableOf("error").Select(r => r[0]).ShouldBe(ErrorCodes, ignoreOrder: true);

    [Fact]
    public void Settings_AreThoseOfTheServer()
    {
        var defaults = new LiveOptions();
        var settings = typeof(LiveOptions).GetProperties()
            .Select(p => $"{p.Name}={Convert.ToString(p.GetValue(defaults), CultureInfo.InvariantCulture)}");
        LiveDocument.TableOf("setting").Select(r => $"{r[0]}={r[1]}").ShouldBe(settings, ignoreOrder: true);
    }

    [Fact]
    public void FixedLimits_AreThoseOfTheServer()
    {
        var longestReason = LiveEnding.All.Max(e => e.Reason.Length);
        longestReason.ShouldBeLessThanOrEqualTo(123);
        LiveDocument.TableOf("limit").Select(r => (r[0], int.Parse(r[1], CultureInfo.InvariantCulture))).ShouldBe(
        [
            ("nesting of a command", LiveCommandReader.MaxDepth),
            ("characters of an id, as JSON text", LiveCommandReader.MaxIdLength),
            ("patterns in one filter", FilterFields.MaxPatterns),
            ("characters of a pattern", GlobPattern.MaxLength),
            ("intervalMs", ChannelSubscription.MaxIntervalMs),
            ("points of a snapshot page or of a metrics frame", Math.Max(PointPage.MaxPoints, MetricFrame.MaxPoints)),
            ("bytes of a close frame's reason", 123),
        ]);
    }

    /// <summary>The codes that <c>error</c> may carry.</summary>
    internal static IEnumerable<string> ErrorCodes => typeof(LiveFault)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(f => f.IsLiteral)
        .Select(f => (string)f.GetRawConstantValue()!);

    private static string WordOf(ReconnectAdvice advice) => advice == ReconnectAdvice.Backoff ? "back off" : advice.ToString().ToLowerInvariant();
}
