using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using CleanLite.Application.Security;

namespace CleanLite.Api.Hosting;

/// <summary>
/// The settings' files, read again when their content changes. A file that is gone, cannot be read, or holds something wrong, changes nothing: files
/// that are half written, or away until another takes their place, are common, and must not let anybody in or send anybody away.
/// </summary>
internal sealed class SettingsFiles(IConfigurationRoot configuration, SecurityOptions options) : ISecuritySettings
{
    private readonly Dictionary<FileConfigurationProvider, string> _seen =
        configuration.Providers.OfType<FileConfigurationProvider>().ToDictionary(p => p, ContentOf);

    private SecurityOptions _options = options;
    private string? _fault;

    /// <inheritdoc/>
    public bool TryRead([NotNullWhen(true)] out SecurityOptions? options, [NotNullWhen(false)] out string? fault)
    {
        if (Reload()) Check();
        (options, fault) = (_fault is null ? _options : null, _fault);
        return _fault is null;
    }

    private static string ContentOf(FileConfigurationProvider provider)
    {
        var file = provider.Source.FileProvider?.GetFileInfo(provider.Source.Path ?? "");
        if (file is not { Exists: true, PhysicalPath: { } path }) return "";
        try
        {
            return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
        }
        catch (Exception away) when (away is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // True if something changed.
    private bool Reload()
    {
        var changed = false;
        foreach (var (provider, before) in _seen.ToList())
        {
            var now = ContentOf(provider);
            if (now == before) continue;
            (_seen[provider], changed, _fault) = (now, true, null);

            // What was there once is to be there: Load throws if it is gone, where it would empty the settings.
            provider.Source.Optional = false;
            try
            {
                provider.Load();
            }
            catch (Exception broken) when (broken is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
            {
                // Its message quotes the file.
                _fault = $"{provider.Source.Path} is gone or cannot be read; what it said before holds.";
            }
        }

        return changed;
    }

    private void Check()
    {
        if (_fault is not null) return;
        var reading = SettingsReader.Read(configuration);
        if (reading.Errors.Count == 0) _options = reading.Settings.Security;
        else _fault = $"The settings were changed and are wrong; those of before hold. {string.Join(' ', reading.Errors)}";
    }
}
