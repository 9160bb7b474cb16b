namespace Grpc.Core;

/// <summary>Carries the context of a server call to a call made inside it. Only the transport knows what is in it.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}
