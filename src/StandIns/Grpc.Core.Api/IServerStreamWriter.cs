namespace Grpc.Core;

/// <summary>The server's stream of answers; it ends when the handler returns.</summary>
/// <typeparam name="T">The answer.</typeparam>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>;
