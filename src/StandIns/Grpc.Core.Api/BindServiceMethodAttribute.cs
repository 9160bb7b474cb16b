namespace Grpc.Core;

/// <summary>Says which static method of generated code binds a service base class to a <see cref="ServiceBinderBase"/>.</summary>
/// <param name="bindType">The type that has the method.</param>
/// <param name="bindMethodName">The name of the method.</param>
[AttributeUsage(AttributeTargets.Class)]
public class BindServiceMethodAttribute(Type bindType, string bindMethodName) : Attribute
{
    /// <summary>The type that has the method.</summary>
    public Type BindType { get; } = bindType;

    /// <summary>The name of the method.</summary>
    public string BindMethodName { get; } = bindMethodName;
}
