namespace CleanLite.Agent.Commands;

/// <summary>What the command tells its caller.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failure = 1;
    public const int Usage = 2;
}
