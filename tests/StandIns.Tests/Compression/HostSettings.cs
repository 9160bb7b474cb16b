namespace CleanLite.StandIns.Tests.Compression;

/// <summary>Tests that change settings of the whole process; nothing else runs beside them.</summary>
[CollectionDefinition(nameof(HostSettings), DisableParallelization = true)]
public sealed class HostSettings;
