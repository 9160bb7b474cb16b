namespace Grpc.Core;

/// <summary>The yes-or-no options of a call.</summary>
[Flags]
internal enum CallFlags
{
    None = 0,
    WaitForReady = 1,
}
