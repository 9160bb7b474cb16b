namespace CleanLite.Application.Operations;

/// <summary>What the server has counted about itself since the start.</summary>
/// <param name="MessagesProcessed">Messages from agents that it has dealt with.</param>
/// <param name="Errors">Failures, anywhere.</param>
/// <param name="Uptime">For how long it has been up.</param>
/// <param name="ModelCalls">Calls of language models that agents reported.</param>
public sealed record OperationsFigures(long MessagesProcessed, long Errors, TimeSpan Uptime, ModelCallFigures ModelCalls);
