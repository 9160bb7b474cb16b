using System.Collections.Concurrent;
using System.Net;

namespace CleanLite.Infrastructure.Security;

/// <summary>Counts connections by address. An IPv6 host owns its /64, so that counts as one address.</summary>
internal sealed class AddressLimit(int max)
{
    private readonly ConcurrentDictionary<IPAddress, int> _counts = new();

    /// <summary>Takes a place for <paramref name="address"/>; an unknown address has no limit of its own.</summary>
    public bool TryEnter(IPAddress? address)
    {
        if (address is null) return true;
        var key = ClientAddress.KeyOf(address);
        while (true)
        {
            var count = _counts.GetOrAdd(key, 0);
            if (count >= max) return false;
            if (_counts.TryUpdate(key, count + 1, count)) return true;
        }
    }

    /// <summary>Gives the place back; the last one takes the entry away.</summary>
    public void Leave(IPAddress? address)
    {
        if (address is null) return;
        var key = ClientAddress.KeyOf(address);
        while (true)
        {
            var count = _counts[key];
            if (count == 1 ? _counts.TryRemove(KeyValuePair.Create(key, 1)) : _counts.TryUpdate(key, count - 1, count)) return;
        }
    }
}
