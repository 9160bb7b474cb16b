namespace MediatR;

/// <summary>Something that happened; any number of handlers may hear of it.</summary>
public interface INotification;
