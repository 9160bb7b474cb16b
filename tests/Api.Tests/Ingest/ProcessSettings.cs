namespace CleanLite.Api.Tests.Ingest;

/// <summary>Tests that lean on a setting of the whole process, which every server that starts writes; nothing else runs beside them.</summary>
[CollectionDefinition(nameof(ProcessSettings), DisableParallelization = true)]
public sealed class ProcessSettings;
