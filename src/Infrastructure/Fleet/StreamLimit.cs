using System.Net;
using CleanLite.Application.Fleet;
using CleanLite.Infrastructure.Security;

namespace CleanLite.Infrastructure.Fleet;

/// <summary>Counts the agents' streams by address, whatever door they came through. Thread-safe.</summary>
public sealed class StreamLimit(FleetOptions fleet)
{
    private readonly AddressLimit _addresses = new(fleet.MaxStreamsPerAddress);

    /// <summary>Takes a place for <paramref name="address"/>; false if it has as many streams as it may. An unknown address has no limit.</summary>
    public bool TryEnter(IPAddress? address) => _addresses.TryEnter(address);

    /// <summary>Gives the place back.</summary>
    public void Leave(IPAddress? address) => _addresses.Leave(address);
}
