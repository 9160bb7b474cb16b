using System.Net;
using System.Net.Sockets;

namespace CleanLite.Infrastructure.Security;

/// <summary>What counts as one address where callers are held to a limit.</summary>
internal static class ClientAddress
{
    /// <summary>An IPv6 host owns its /64, so that counts as one address; an IPv4 address in IPv6's clothes is the IPv4 address.</summary>
    public static IPAddress KeyOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes);
    }
}
