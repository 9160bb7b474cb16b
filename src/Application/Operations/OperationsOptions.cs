using System.ComponentModel.DataAnnotations;

namespace CleanLite.Application.Operations;

/// <summary>What the server keeps about itself (settings <c>CleanLite:Operations</c>).</summary>
public sealed class OperationsOptions
{
    /// <summary>How many operations events are kept.</summary>
    [Range(1, 100_000)]
    public int Events { get; set; } = 500;

    /// <summary>How many calls of language models are kept.</summary>
    [Range(1, 10_000)]
    public int ModelCalls { get; set; } = 200;

    /// <summary>Most requests in flight that are listed one by one.</summary>
    [Range(1, 1_000_000)]
    public int MaxActiveRequests { get; set; } = 20_000;

    /// <summary>Most requests in flight that one agent may report; a further one takes the place of its oldest.</summary>
    [Range(1, 100_000)]
    public int MaxReportedRequestsPerAgent { get; set; } = 100;

    /// <summary>How many refusals are kept of one agent.</summary>
    [Range(1, 10_000)]
    public int RejectsPerAgent { get; set; } = 64;

    /// <summary>Of how many agents refusals are kept; past it the agent that was refused longest ago is forgotten.</summary>
    [Range(1, 100_000)]
    public int RejectAgents { get; set; } = 256;

    /// <summary>Most series of one metric on <c>/metrics</c>; what exceeds it is left out and counted.</summary>
    [Range(1, 10_000)]
    public int MaxSeriesPerMetric { get; set; } = 200;
}
