namespace CleanLite.Agent.Tests.Negative;

/// <summary>The frames of HTTP/2 that matter here (RFC 9113, section 6).</summary>
internal enum FrameType : byte
{
    Data = 0,
    Headers = 1,
    RstStream = 3,
    Settings = 4,
    Ping = 6,
    GoAway = 7,
}
