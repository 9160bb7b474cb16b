namespace CleanLite.Load.Peers;

/// <summary>Sends points to a peer. Called by one thread.</summary>
internal interface IPublisher : IDisposable
{
    /// <summary>Sends <paramref name="points"/> points that were due at <paramref name="dueUs"/>.</summary>
    void Publish(int points, long dueUs);
}
