namespace CleanLite.Application.Operations;

/// <summary>A request in flight, from <see cref="IRequestTracker.Begin"/> until it is disposed.</summary>
public interface ITrackedRequest : IDisposable
{
    /// <summary>Names the request once it is known whose it is.</summary>
    void Identify(string agent, string session);
}
