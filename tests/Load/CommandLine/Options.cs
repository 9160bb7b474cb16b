using System.Globalization;

namespace CleanLite.Load.CommandLine;

/// <summary>What was asked for.</summary>
internal sealed class Options
{
    /// <summary>Every option there is.</summary>
    public static readonly IReadOnlyList<Option> Known =
    [
        new("grpc", "URL", "attach to a running server (with --http and --pid) instead of starting one"),
        new("http", "URL", "its other door"),
        new("pid", "N", "its process"),
        new("no-pin", "", "do not pin the server to core 0 and the tool to core 1"),
        new("setting", "K=V", "a setting of the started server, such as CleanLite:Live:GatherMs=0; may be repeated"),
        new("warmup", "S", "seconds before the first measurement (12)"),
        new("seconds", "S", "seconds of each measurement (8)"),
        new("minutes", "M", "length of a scenario, instead of its own"),
        new("runs", "N", "measurements of which the median is told (3)"),
        new("quiet", "C", "measure again while others use more than C cores (0.1); without it every run counts"),
        new("shape", "AxB", "series in a batch x points of each"),
        new("agents", "N", "agent streams"),
        new("per-connection", "N", "agent streams on one TCP connection"),
        new("window", "N", "batches of an agent that may wait for their answer"),
        new("rate", "N", "points a second, all agents together"),
        new("viewers", "N", "viewers; a list such as 1,10,100 where a command takes several"),
        new("slow", "N", "of the viewers of fanout and steady, N read 1,000 bytes a second; measured without them first"),
        new("never", "N", "of them, N read nothing"),
        new("encoding", "NAME", "what viewers of fanout ask for: json or protobuf (json); --verify reads json"),
        new("verify", "", "parse and check everything that viewers receive"),
        new("in-flight", "N", "points on their way to the viewers in the closed loop of fanout (1000)"),
        new("series", "N", "live series to make (1000000)"),
        new("only", "PART", "of peers only one part: ingest, fanout or steady"),
        new("peer", "NAME", "only peers whose name holds this"),
        new("json", "", "print the result as JSON instead of a table"),
        new("out", "FILE", "write the table to a file as well"),
    ];

    private readonly Dictionary<string, List<string>> _given = [];

    /// <summary>Reads the arguments behind the command.</summary>
    /// <exception cref="UsageException">An option is unknown or lacks its value.</exception>
    public Options(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var option = Known.FirstOrDefault(o => "--" + o.Name == arguments[i])
                ?? throw new UsageException($"'{arguments[i]}' is no option; --help lists them.");
            if (!_given.TryGetValue(option.Name, out var values)) _given[option.Name] = values = [];
            if (option.Value.Length == 0) continue;
            if (++i == arguments.Count) throw new UsageException($"--{option.Name} wants a value: {option.Text}.");
            values.Add(arguments[i]);
        }
    }

    public bool Has(string name) => _given.ContainsKey(name);

    public string? Text(string name) => _given.TryGetValue(name, out var values) ? values[^1] : null;

    public IReadOnlyList<string> All(string name) => _given.TryGetValue(name, out var values) ? values : [];

    public int Int(string name, int otherwise) => (int)Number(name, otherwise);

    public double Number(string name, double otherwise) => Text(name) is not { } text ? otherwise
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number
        : throw new UsageException($"--{name} is '{text}', not a number of 0 or more.");

    public int[] Ints(string name, params int[] otherwise) => Text(name) is not { } text ? otherwise
        : [.. text.Split(',').Select(t => int.TryParse(t, CultureInfo.InvariantCulture, out var n) && n >= 0 ? n
            : throw new UsageException($"--{name} is '{text}', not a list of whole numbers."))];
}
