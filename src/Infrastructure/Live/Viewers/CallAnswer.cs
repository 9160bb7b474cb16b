using CleanLite.Application.Live;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>What a call gave, on its way to the writer among the commands.</summary>
internal sealed record CallAnswer(string? Id, string Method, ReadOnlyMemory<byte> Result) : LiveCommand(Id)
{
    public override string Action => "call";
}
