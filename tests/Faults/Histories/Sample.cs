using System.Text.Json.Serialization;

namespace CleanLite.Faults.Histories;

/// <summary>One point. Values of a series count upwards, so that each point of a run can be told from all others.</summary>
/// <param name="Series">Agent and series, as in <c>a1/0</c>.</param>
/// <param name="Timestamp">Unix milliseconds.</param>
/// <param name="Value">Its number.</param>
internal readonly record struct Sample(
    [property: JsonPropertyName("s")] string Series, [property: JsonPropertyName("t")] long Timestamp, [property: JsonPropertyName("v")] double Value)
{
    [JsonIgnore]
    public string Agent => Series[..Series.LastIndexOf('/')];

    public override string ToString() => $"{Series}={Value}";
}
