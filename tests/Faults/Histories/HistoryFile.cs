using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CleanLite.Faults.Histories;

/// <summary>A history as a file: one JSON object a line.</summary>
internal sealed class HistoryFile(string path) : IHistory, IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _lock = new();
    private readonly StreamWriter _writer = new(path);
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public string Path => path;

    /// <summary>How long it has been written, in seconds.</summary>
    public double Seconds => _clock.Elapsed.TotalSeconds;

    /// <summary>The line of an entry.</summary>
    public static string ToLine(Entry entry) => JsonSerializer.Serialize(entry, Json);

    /// <summary>The entry of a line; null if the line is not whole, because its writer was killed.</summary>
    public static Entry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Entry>(line, Json);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Reads a whole history.</summary>
    /// <exception cref="InvalidDataException">A line is no entry.</exception>
    public static IReadOnlyList<Entry> Read(string path) =>
        [.. File.ReadLines(path).Select((line, at) => Parse(line) ?? throw new InvalidDataException($"{path}:{at + 1} is no entry."))];

    public void Add(Entry entry)
    {
        lock (_lock) _writer.WriteLine(ToLine(entry with { At = Math.Round(_clock.Elapsed.TotalSeconds, 4) }));
    }

    public void Dispose()
    {
        lock (_lock) _writer.Dispose();
    }
}
