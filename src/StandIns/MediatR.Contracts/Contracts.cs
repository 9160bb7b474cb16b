namespace MediatR;

/// <summary>Marks every request, with or without an answer.</summary>
public interface IBaseRequest;

/// <summary>A request without an answer.</summary>
public interface IRequest : IBaseRequest;

/// <summary>A request answered with a <typeparamref name="TResponse"/>.</summary>
/// <typeparam name="TResponse">The type of the answer.</typeparam>
public interface IRequest<out TResponse> : IBaseRequest;

/// <summary>A request answered with a stream of <typeparamref name="TResponse"/>.</summary>
/// <typeparam name="TResponse">The type of one item of the stream.</typeparam>
public interface IStreamRequest<out TResponse>;

/// <summary>Something that happened; any number of handlers may hear of it.</summary>
public interface INotification;
