using System.Diagnostics.CodeAnalysis;
using CleanLite.Application.Fleet;
using CleanLite.Application.Ingest;
using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;

namespace CleanLite.Api.Ingest;

/// <summary>Says whose a single call is, whatever door it came through.</summary>
internal static class CallOrigin
{
    /// <summary>Reads who sends <paramref name="request"/>, or says in <paramref name="fault"/> what is wrong with it and what is allowed.</summary>
    public static bool TryRead(
        InboundRequest request, IngestOptions options, [NotNullWhen(true)] out BatchOrigin.FromCall? origin, [NotNullWhen(false)] out string? fault)
    {
        origin = null;
        if (!AgentId.TryParse(request.AgentId, out var agent, out fault)) return false;
        if (request.HasInvalidText)
        {
            fault = "IngestRequest.labels holds text that is not valid UTF-8.";
            return false;
        }

        if (LabelSet.TryCreate(request.Labels, options.LabelLimits, out var labels) is { } wrong)
        {
            fault = $"IngestRequest.labels: {wrong.Detail}";
            return false;
        }

        origin = new BatchOrigin.FromCall(agent, labels);
        return true;
    }
}
