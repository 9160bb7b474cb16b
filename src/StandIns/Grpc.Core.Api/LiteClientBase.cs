namespace Grpc.Core;

/// <summary>What a client generated with the <c>lite_client</c> option is.</summary>
public abstract class LiteClientBase
{
    /// <summary>Makes a client whose every call throws <see cref="NotImplementedException"/>, for test doubles.</summary>
    protected LiteClientBase()
        : this(new UnimplementedCallInvoker())
    {
    }

    /// <summary>Makes a client over an invoker.</summary>
    /// <param name="callInvoker">The invoker.</param>
    /// <exception cref="ArgumentNullException"><paramref name="callInvoker"/> is null.</exception>
    public LiteClientBase(CallInvoker callInvoker)
    {
        ArgumentNullException.ThrowIfNull(callInvoker);
        CallInvoker = callInvoker;
    }

    /// <summary>What the generated methods call through.</summary>
    protected CallInvoker CallInvoker { get; }
}
