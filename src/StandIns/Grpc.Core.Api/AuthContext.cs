namespace Grpc.Core;

/// <summary>What the transport proved about the peer of a call, for instance by its TLS certificate.</summary>
public class AuthContext
{
    private readonly Dictionary<string, List<AuthProperty>> _properties;

    /// <summary>States what was proved.</summary>
    /// <param name="peerIdentityPropertyName">Which property names the peer; null if the peer is unknown.</param>
    /// <param name="properties">The facts by name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="properties"/> is null.</exception>
    public AuthContext(string? peerIdentityPropertyName, Dictionary<string, List<AuthProperty>> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        PeerIdentityPropertyName = peerIdentityPropertyName;
        _properties = properties;
    }

    /// <summary>Whether the peer is known.</summary>
    public bool IsPeerAuthenticated => PeerIdentityPropertyName is not null;

    /// <summary>Which property names the peer; null if the peer is unknown.</summary>
    public string? PeerIdentityPropertyName { get; }

    /// <summary>The facts that name the peer; none if the peer is unknown.</summary>
    public IEnumerable<AuthProperty> PeerIdentity =>
        PeerIdentityPropertyName is null ? [] : _properties[PeerIdentityPropertyName];

    /// <summary>All facts.</summary>
    public IEnumerable<AuthProperty> Properties => _properties.Values.SelectMany(facts => facts);

    /// <summary>The facts of one name.</summary>
    /// <param name="propertyName">The name.</param>
    /// <returns>The facts; none if there are none.</returns>
    public IEnumerable<AuthProperty> FindPropertiesByName(string propertyName) => _properties.GetValueOrDefault(propertyName, []);
}
