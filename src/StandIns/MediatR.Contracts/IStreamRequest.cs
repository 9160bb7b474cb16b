namespace MediatR;

/// <summary>A request answered with a stream of <typeparamref name="TResponse"/>.</summary>
/// <typeparam name="TResponse">The type of one item of the stream.</typeparam>
public interface IStreamRequest<out TResponse>;
