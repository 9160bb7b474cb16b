namespace CleanLite.Domain.Ingest;

/// <summary>Turns a door's fingerprint of a series into what the agent says of it.</summary>
/// <param name="fingerprint">The bytes that the door added to the batch; see <see cref="BatchColumns"/>.</param>
public delegate SeriesDraft SeriesReader(ReadOnlySpan<byte> fingerprint);
