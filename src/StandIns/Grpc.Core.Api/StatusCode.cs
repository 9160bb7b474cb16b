namespace Grpc.Core;

/// <summary>How a call ended, as numbered by the gRPC specification (grpc/doc/statuscodes.md).</summary>
public enum StatusCode
{
    /// <summary>The call succeeded.</summary>
    OK = 0,

    /// <summary>The call was cancelled, usually by the caller.</summary>
    Cancelled = 1,

    /// <summary>An error of unknown kind, for instance an exception that the server did not map.</summary>
    Unknown = 2,

    /// <summary>The caller sent an argument that is wrong whatever the state of the system.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the call could finish; a change may nevertheless have been made.</summary>
    DeadlineExceeded = 4,

    /// <summary>Something that the call asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>Something that the call wanted to create exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known but not allowed to do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota, a size limit or another resource is used up.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the call needs; a retry does not help until the state is mended.</summary>
    FailedPrecondition = 9,

    /// <summary>The call was aborted, typically by a conflict with a concurrent one; retry at a higher level.</summary>
    Aborted = 10,

    /// <summary>The call went past the valid range, which may become valid later.</summary>
    OutOfRange = 11,

    /// <summary>The operation is not implemented or not enabled.</summary>
    Unimplemented = 12,

    /// <summary>An invariant of the system or of the protocol was broken.</summary>
    Internal = 13,

    /// <summary>The service is unavailable for now; the call may be retried with a back-off.</summary>
    Unavailable = 14,

    /// <summary>Data was lost or damaged beyond repair.</summary>
    DataLoss = 15,

    /// <summary>The call carries no valid credentials.</summary>
    Unauthenticated = 16,
}
