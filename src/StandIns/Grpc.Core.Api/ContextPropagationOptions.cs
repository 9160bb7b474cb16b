namespace Grpc.Core;

/// <summary>What a call made inside a server call inherits from it.</summary>
/// <param name="propagateDeadline">Whether it inherits the deadline.</param>
/// <param name="propagateCancellation">Whether it is cancelled with it.</param>
public class ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
{
    /// <summary>Both are inherited.</summary>
    public static readonly ContextPropagationOptions Default = new();

    /// <summary>Whether the deadline is inherited.</summary>
    public bool IsPropagateDeadline { get; } = propagateDeadline;

    /// <summary>Whether cancellation is inherited.</summary>
    public bool IsPropagateCancellation { get; } = propagateCancellation;
}
