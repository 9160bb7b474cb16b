namespace CleanLite.Api.Hosting;

/// <summary>What a configuration says.</summary>
/// <param name="Settings">The settings, with defaults where a value is missing or wrong.</param>
/// <param name="Errors">What is wrong, all of it; the server does not start if there is anything.</param>
/// <param name="Warnings">Keys that are no settings.</param>
internal sealed record SettingsReading(Settings Settings, IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings);
