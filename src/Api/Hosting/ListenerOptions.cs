using System.ComponentModel.DataAnnotations;
using System.Net;

namespace CleanLite.Api.Hosting;

/// <summary>Where one listener listens (settings <c>CleanLite:Http</c> and <c>CleanLite:Grpc</c>).</summary>
internal sealed class ListenerOptions(int port)
{
    /// <summary>An IP address, or <c>localhost</c>, or <c>*</c> for all.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>A TCP port; 0 picks a free one.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; } = port;

    /// <summary>Most connections at a time, within what file descriptors allow; those beyond are closed at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 12_000;

    /// <summary>Path of a PFX, or of a PEM with <see cref="CertificateKey"/>; empty: no TLS.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>Path of the PEM's private key; empty: it stands in the same file.</summary>
    public string CertificateKey { get; set; } = "";

    /// <summary>Password of the PFX or of the key; empty: none.</summary>
    public string CertificatePassword { get; set; } = "";

    /// <summary>True if only this host can reach it.</summary>
    internal bool IsLoopback => Address == "localhost" || (IPAddress.TryParse(Address, out var ip) && IPAddress.IsLoopback(ip));
}
