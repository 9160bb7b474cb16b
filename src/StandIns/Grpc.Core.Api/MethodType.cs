namespace Grpc.Core;

/// <summary>Which sides of a call stream.</summary>
public enum MethodType
{
    /// <summary>One request, one answer.</summary>
    Unary,

    /// <summary>Many requests, one answer.</summary>
    ClientStreaming,

    /// <summary>One request, many answers.</summary>
    ServerStreaming,

    /// <summary>Many requests and many answers, independently of each other.</summary>
    DuplexStreaming,
}
