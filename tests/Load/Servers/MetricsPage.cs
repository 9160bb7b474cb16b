using System.Globalization;

namespace CleanLite.Load.Servers;

/// <summary>What a server says of itself at <c>/metrics</c>, at one moment.</summary>
internal sealed class MetricsPage
{
    private readonly List<(string Name, string Labels, double Value)> _samples = [];

    private MetricsPage(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#'))
        {
            var (brace, end) = (line.IndexOf('{'), line.LastIndexOf(' '));
            var labels = brace < 0 ? "" : line[(brace + 1)..line.LastIndexOf('}')];
            _samples.Add((line[..(brace < 0 ? end : brace)], labels, double.Parse(line.AsSpan(end + 1), CultureInfo.InvariantCulture)));
        }
    }

    public static async Task<MetricsPage> ReadAsync(IServer server)
    {
        using var http = new HttpClient { BaseAddress = server.Http };
        return new MetricsPage(await http.GetStringAsync("/metrics"));
    }

    /// <summary>All samples of a metric: labels as <c>name="value",...</c>, and value.</summary>
    public IEnumerable<(string Labels, double Value)> Of(string name) => _samples.Where(s => s.Name == name).Select(s => (s.Labels, s.Value));

    /// <summary>The sum of a metric's samples whose labels contain <paramref name="label"/>.</summary>
    public double Sum(string name, string label = "") => Of(name).Where(s => s.Labels.Contains(label, StringComparison.Ordinal)).Sum(s => s.Value);
}
