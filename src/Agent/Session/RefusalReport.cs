using CleanLite.V1;
using Microsoft.Extensions.Logging;

namespace CleanLite.Agent.Session;

/// <summary>Tells what the server refused, without a flood: one line per code and minute, with the number of those not told.</summary>
internal sealed class RefusalReport(ILogger log, TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Violation.Types.Code, (long ToldAt, long Untold)> _codes = [];
    private long _rejectedPoints;

    public long RejectedPoints => Interlocked.Read(ref _rejectedPoints);

    /// <summary>Counts and reports the refusals in an answer. Called by the receiver of the standing link only.</summary>
    public void Add(BatchResult result)
    {
        Interlocked.Add(ref _rejectedPoints, result.RejectedPoints);
        foreach (var violation in result.Violations)
            Report(violation);
    }

    private void Report(Violation violation)
    {
        // A server may send codes that this version does not know; the map stays as small as the contract.
        var code = Enum.IsDefined(violation.Code) ? violation.Code : Violation.Types.Code.Unspecified;
        if (_codes.TryGetValue(code, out var told) && time.GetElapsedTime(told.ToldAt) < Quiet)
        {
            _codes[code] = told with { Untold = told.Untold + 1 };
            return;
        }

        _codes[code] = (time.GetTimestamp(), 0);
        log.SeriesRefused(ForeignText.Clean(violation.Metric), code, ForeignText.Clean(violation.Detail), told.Untold);
    }
}
