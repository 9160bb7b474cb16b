namespace CleanLite.Api.Operations;

/// <summary>The agents by state, and their series.</summary>
internal sealed record FleetView(int Online, int Stale, int Offline, int Series, int SeriesLimit);
