using CleanLite.Api.Fleet;
using CleanLite.Domain.Fleet;
using Grpc.Core;

namespace CleanLite.Api.Ingest;

/// <summary>The gRPC status with which a call ends, for callers that look at nothing else.</summary>
internal static class EndStatus
{
    /// <summary>Null if the call ends well: the agent ended its session.</summary>
    public static Status? Of(SessionEnd end)
    {
        if (end.Farewell is not { } farewell) return null;
        if (end.IsForeign) return new Status(StatusCode.PermissionDenied, farewell.Detail);
        return end.Fault != WireFault.None
            ? Of(end.Fault, farewell.Detail)
            : new Status(CodeOf(farewell.Reason), farewell.Detail);
    }

    /// <summary>Bytes that are no message are INTERNAL in gRPC's libraries; beyond a limit, RESOURCE_EXHAUSTED.</summary>
    public static Status Of(WireFault fault, string detail) =>
        new(fault == WireFault.TooLarge ? StatusCode.ResourceExhausted : StatusCode.Internal, detail);

    private static StatusCode CodeOf(GoodbyeReason reason) => reason switch
    {
        GoodbyeReason.Drain or GoodbyeReason.Shutdown or GoodbyeReason.Idle => StatusCode.Unavailable,
        GoodbyeReason.Superseded => StatusCode.Aborted,
        GoodbyeReason.ProtocolError => StatusCode.InvalidArgument,
        GoodbyeReason.Unauthorized => StatusCode.Unauthenticated,
        GoodbyeReason.Limit => StatusCode.ResourceExhausted,
        _ => StatusCode.Unknown,
    };
}
