using CleanLite.Domain.Ingest;

namespace CleanLite.Application.LatestState;

/// <summary>The live series of one agent. To be used within the agent's turn only.</summary>
public interface IAgentSeries
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>The series that <paramref name="fingerprint"/> has named before, or null.</summary>
    /// <param name="fingerprint">See <see cref="BatchColumns"/>.</param>
    /// <param name="index">Where the series stands in its batch: agents tend to send the same series in the same order, which makes a good first guess.</param>
    Series? Find(ReadOnlySpan<byte> fingerprint, int index);

    /// <summary>The series of that name and those labels, or null.</summary>
    Series? Find(SeriesDefinition definition);

    /// <summary>
    /// The series of <paramref name="definition"/>, new if need be, to be found under <paramref name="fingerprint"/> from now on; or null and, in
    /// <paramref name="refusal"/>, which cap on live series is reached.
    /// </summary>
    Series? FindOrAdd(SeriesDefinition definition, ReadOnlySpan<byte> fingerprint, int index, out string? refusal);
}
