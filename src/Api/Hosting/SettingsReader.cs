using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Reflection;
using CleanLite.Application.Security;
using CleanLite.Domain;

namespace CleanLite.Api.Hosting;

/// <summary>
/// Reads <see cref="Settings"/> from a configuration: all errors at once, each naming the key, the value seen and what is allowed; a warning,
/// with the nearest known key, for each key that is not one.
/// </summary>
internal sealed class SettingsReader
{
    /// <summary>The section that holds the settings.</summary>
    public const string Section = "CleanLite";

    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _errors = [];

    private SettingsReader()
    {
    }

    /// <summary>What a configuration says.</summary>
    public static SettingsReading Read(IConfiguration configuration)
    {
        var reader = new SettingsReader();
        var settings = new Settings();
        var section = configuration.GetSection(Section);
        reader.Fill(settings, section);
        reader.CheckListeners(settings);
        return new SettingsReading(settings, reader._errors, [.. reader.Unknown(section)]);
    }

    private static string KeyOf(IConfigurationSection section) => section.Path;

    private void Fill(object target, IConfigurationSection section)
    {
        foreach (var property in target.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var part = section.GetSection(property.Name);
            if (property.GetValue(target) is IList list) FillList(list, property, part);
            else if (property.CanWrite) FillValue(target, property, part);
            else if (property.PropertyType.IsClass) Fill(property.GetValue(target)!, part);
        }
    }

    private void FillList(IList list, PropertyInfo property, IConfigurationSection section)
    {
        _known.Add(KeyOf(section));

        // What stands there may be a secret.
        if (section.Value is { Length: > 0 }) _errors.Add($"{KeyOf(section)} is a single value, which is not shown; allowed: a list, such as {KeyOf(section)}:0.");
        var itemType = property.PropertyType.GetGenericArguments()[0];
        foreach (var item in section.GetChildren())
        {
            _known.Add(KeyOf(item));
            if (itemType == typeof(string))
            {
                list.Add(item.Value ?? "");
                continue;
            }

            var value = Activator.CreateInstance(itemType)!;
            Fill(value, item);
            list.Add(value);
        }
    }

    private void FillValue(object target, PropertyInfo property, IConfigurationSection section)
    {
        _known.Add(KeyOf(section));
        if (section.Value is not { } text) return;

        var value = SettingValue.Parse(property.PropertyType, text);
        var range = property.GetCustomAttribute<RangeAttribute>();
        if (value is null || (range is not null && !range.IsValid(value)))
        {
            _errors.Add($"{KeyOf(section)} is '{Text.Excerpt(text)}'; allowed: {SettingValue.Describe(property.PropertyType, range)}.");
            return;
        }

        property.SetValue(target, value);
    }

    private void CheckListeners(Settings settings)
    {
        foreach (var (name, listener) in new[] { ("Http", settings.Http), ("Grpc", settings.Grpc) })
        {
            if (listener.Address is not ("*" or "localhost") && !IPAddress.TryParse(listener.Address, out _))
                _errors.Add($"{Section}:{name}:Address is '{Text.Excerpt(listener.Address)}'; allowed: an IP address, localhost, or * for all.");
            else if (!listener.IsLoopback && !settings.Security.AllowAnonymous && MissingTokens(settings.Security) is { } missing)
            {
                _errors.Add(
                    $"{Section}:{name}:Address is '{listener.Address}', which others can reach, and {missing} has no tokens; allowed: a loopback address, tokens for "
                    + $"agents and for viewers, or {Section}:Security:AllowAnonymous=true.");
            }

            CheckFile($"{Section}:{name}:Certificate", listener.Certificate);
            CheckFile($"{Section}:{name}:CertificateKey", listener.CertificateKey);
            if (listener.Certificate.Length == 0 && listener.CertificateKey.Length > 0)
                _errors.Add($"{Section}:{name}:CertificateKey is given and {Section}:{name}:Certificate is not; allowed: both, or neither.");
        }

        if (settings.Http.Port != 0 && settings.Http.Port == settings.Grpc.Port)
            _errors.Add($"{Section}:Grpc:Port is '{settings.Grpc.Port}', the same as {Section}:Http:Port; allowed: another port, because the one speaks HTTP/1.1 and the other HTTP/2.");
    }

    // Both ports serve both kinds of callers: scripts of agents use the HTTP port, tools of viewers the gRPC port.
    private static string? MissingTokens(SecurityOptions security) =>
        security.AgentTokens.Count == 0 ? $"{Section}:Security:AgentTokens"
        : security.ViewerTokens.Count == 0 ? $"{Section}:Security:ViewerTokens"
        : null;

    private void CheckFile(string key, string path)
    {
        if (path.Length > 0 && !File.Exists(path)) _errors.Add($"{key} is '{Text.Excerpt(path)}'; allowed: the path of a file that exists.");
    }

    private IEnumerable<string> Unknown(IConfigurationSection section)
    {
        foreach (var (path, value) in section.AsEnumerable().OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (value is null || _known.Contains(path)) continue;
            var nearest = _known.MinBy(k => EditDistance.Between(k, path));
            yield return string.Create(CultureInfo.InvariantCulture, $"{Text.Excerpt(path)} is no setting; the nearest one is {nearest}.");
        }
    }
}
