using System.ComponentModel;

namespace Grpc.Core;

/// <summary>The methods of a service with what serves them.</summary>
public partial class ServerServiceDefinition
{
    private readonly Action<ServiceBinderBase>[] _methods;

    private ServerServiceDefinition(Action<ServiceBinderBase>[] methods) => _methods = methods;

    /// <summary>Starts a definition.</summary>
    /// <returns>The builder.</returns>
    public static Builder CreateBuilder() => new();

    /// <summary>Hands every method to a binder, in the order of their adding. For servers only.</summary>
    /// <param name="serviceBinder">The binder.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void BindService(ServiceBinderBase serviceBinder)
    {
        foreach (var bind in _methods)
            bind(serviceBinder);
    }
}
