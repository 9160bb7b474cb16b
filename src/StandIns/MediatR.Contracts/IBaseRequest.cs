namespace MediatR;

/// <summary>Marks every request, with or without an answer.</summary>
public interface IBaseRequest;
