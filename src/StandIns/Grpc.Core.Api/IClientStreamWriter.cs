namespace Grpc.Core;

/// <summary>The client's stream of requests.</summary>
/// <typeparam name="T">The request.</typeparam>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Says that no request follows. Call it once, after the last write has finished.</summary>
    /// <returns>Done when the end is sent.</returns>
    Task CompleteAsync();
}
