namespace MediatR;

/// <summary>A request answered with a <typeparamref name="TResponse"/>.</summary>
/// <typeparam name="TResponse">The type of the answer.</typeparam>
public interface IRequest<out TResponse> : IBaseRequest;
