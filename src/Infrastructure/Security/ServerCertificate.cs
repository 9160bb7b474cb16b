using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace CleanLite.Infrastructure.Security;

/// <summary>
/// The certificate of one listener, read again when its files change. One that cannot be used does not take the place of one that can.
/// </summary>
public sealed class ServerCertificate
{
    private readonly string _path;
    private readonly string _keyPath;
    private readonly string _password;
    private byte[] _seen;
    private volatile SslStreamCertificateContext _current;

    /// <summary>Reads it for the first time.</summary>
    /// <param name="path">A PFX, or a PEM with the certificate first and its chain after it.</param>
    /// <param name="keyPath">The PEM of the private key; empty: it stands in the same file.</param>
    /// <param name="password">The password of the PFX or of the key; empty: none.</param>
    /// <exception cref="CryptographicException">The files are no certificate with its key.</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    public ServerCertificate(string path, string keyPath, string password)
    {
        (_path, _keyPath, _password) = (path, keyPath, password);
        _seen = Fingerprint();
        _current = Load();
    }

    /// <summary>What the listener shows to those who connect from now on.</summary>
    public SslStreamCertificateContext Current => _current;

    /// <summary>Reads it again if its files have changed.</summary>
    internal void Refresh(SecurityMetrics metrics, ILogger logger)
    {
        var now = Fingerprint();
        if (now.AsSpan().SequenceEqual(_seen)) return;
        _seen = now;
        try
        {
            _current = Load();
            metrics.Reloaded("certificate", taken: true);
            SecurityLog.CertificateRead(logger, _path, _current.TargetCertificate.NotAfter);
        }
        catch (Exception broken) when (broken is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Half of a pair may have been replaced; the other half brings the next look. The message could quote a file, its type says enough.
            metrics.Reloaded("certificate", taken: false);
            SecurityLog.CertificateBroken(logger, _path, broken.GetType().Name);
        }
    }

    // Nothing while a file is away.
    private byte[] Fingerprint()
    {
        try
        {
            return [.. SHA256.HashData(File.ReadAllBytes(_path)), .. _keyPath.Length > 0 ? SHA256.HashData(File.ReadAllBytes(_keyPath)) : []];
        }
        catch (Exception away) when (away is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "Connections that were made with it may outlive it.")]
    private SslStreamCertificateContext Load()
    {
        var chain = new X509Certificate2Collection();
        var content = File.ReadAllBytes(_path);
        X509Certificate2 own;
        if (content.AsSpan().IndexOf("-----BEGIN "u8) >= 0)
        {
            var text = System.Text.Encoding.UTF8.GetString(content);
            var key = _keyPath.Length > 0 ? File.ReadAllText(_keyPath) : text;
            own = _password.Length > 0 ? X509Certificate2.CreateFromEncryptedPem(text, key, _password) : X509Certificate2.CreateFromPem(text, key);
            chain.ImportFromPem(text);
        }
        else
        {
            chain = X509CertificateLoader.LoadPkcs12Collection(content, _password);
            own = chain.FirstOrDefault(c => c.HasPrivateKey) ?? throw new CryptographicException("The file holds no private key.");
        }

        X509Certificate2[] others = [.. chain.Where(c => !c.RawDataMemory.Span.SequenceEqual(own.RawDataMemory.Span))];
        return SslStreamCertificateContext.Create(own, new X509Certificate2Collection(others), offline: true);
    }
}
