namespace CleanLite.Load.Servers;

/// <summary>What is measured: a process and its two doors.</summary>
internal interface IServer : IAsyncDisposable
{
    int Pid { get; }

    /// <summary>Where agents connect.</summary>
    Uri Grpc { get; }

    /// <summary>Where viewers connect.</summary>
    Uri Http { get; }
}
