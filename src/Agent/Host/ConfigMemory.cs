using System.Security.Cryptography;
using System.Text;
using CleanLite.V1;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace CleanLite.Agent.Host;

/// <summary>
/// Remembers the last configuration in a file of its own, so that an agent which starts while the server is away runs as it did before. A file that cannot be
/// read or written is a line in the log, never a reason to stop.
/// </summary>
internal sealed class ConfigMemory
{
    private const int LongestName = 64;

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithIndentation());

    private readonly string? _path;
    private readonly ILogger _log;

    /// <summary>A memory in a directory; without one nothing is remembered.</summary>
    public ConfigMemory(string? directory, string agentId, ILogger log)
    {
        _path = directory is null ? null : Path.Combine(directory, FileNameOf(agentId));
        _log = log;
    }

    /// <summary>What was remembered; null if nothing, or nothing that can be read.</summary>
    public AgentConfig? Recall()
    {
        if (!File.Exists(_path))
            return null;
        try
        {
            return AgentConfig.Parser.ParseJson(File.ReadAllText(_path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidProtocolBufferException)
        {
            _log.ConfigNotRecalled(_path, exception.Message);
            return null;
        }
    }

    /// <summary>Remembers a configuration in place of the last one; a crash in the middle leaves the one or the other.</summary>
    public void Remember(AgentConfig config)
    {
        if (_path is null)
            return;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            File.WriteAllText(_path + ".new", Formatter.Format(config));
            File.Move(_path + ".new", _path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _log.ConfigNotRemembered(_path, exception.Message);
        }
    }

    // Several agents may share the directory. Ids hold characters that file names do not; the hash keeps alike ones apart.
    private static string FileNameOf(string agentId)
    {
        var readable = string.Concat(agentId.Take(LongestName).Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '_'));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(agentId)).AsSpan(0, 4));
        return $"config-{readable}-{hash}.json";
    }
}
