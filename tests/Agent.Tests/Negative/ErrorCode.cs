namespace CleanLite.Agent.Tests.Negative;

/// <summary>Why a stream or a connection ends (RFC 9113, section 7).</summary>
internal enum ErrorCode : uint
{
    NoError = 0,
    ProtocolError = 1,
    InternalError = 2,
    RefusedStream = 7,
    Cancel = 8,
    EnhanceYourCalm = 11,
}
