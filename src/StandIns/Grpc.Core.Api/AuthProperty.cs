using System.Text;

namespace Grpc.Core;

/// <summary>One fact about an authenticated peer.</summary>
public class AuthProperty
{
    private readonly byte[] _valueBytes;

    private AuthProperty(string name, byte[] valueBytes)
    {
        Name = name;
        _valueBytes = valueBytes;
    }

    /// <summary>What the fact is about.</summary>
    public string Name { get; }

    /// <summary>The value read as UTF-8.</summary>
    public string Value => Encoding.UTF8.GetString(_valueBytes);

    /// <summary>A copy of the value.</summary>
    public byte[] ValueBytes => [.. _valueBytes];

    /// <summary>States a fact.</summary>
    /// <param name="name">What it is about.</param>
    /// <param name="valueBytes">The value; it is copied.</param>
    /// <returns>The fact.</returns>
    /// <exception cref="ArgumentNullException">A parameter is null.</exception>
    public static AuthProperty Create(string name, byte[] valueBytes)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(valueBytes);
        return new AuthProperty(name, [.. valueBytes]);
    }
}
