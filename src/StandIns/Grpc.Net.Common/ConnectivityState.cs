namespace Grpc.Core;

/// <summary>The state of a channel (grpc/doc/connectivity-semantics-and-api.md).</summary>
public enum ConnectivityState
{
    /// <summary>Not connected and not trying.</summary>
    Idle,

    /// <summary>Trying to connect.</summary>
    Connecting,

    /// <summary>Connected.</summary>
    Ready,

    /// <summary>The last try failed; another one follows.</summary>
    TransientFailure,

    /// <summary>Closed for good.</summary>
    Shutdown,
}
