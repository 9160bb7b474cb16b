namespace MediatR;

/// <summary>A request without an answer.</summary>
public interface IRequest : IBaseRequest;
