namespace CleanLite.Faults.Histories;

/// <summary>The history of a child process: it goes to the standard output, and what was written survives a kill.</summary>
internal sealed class HistoryOnOutput : IHistory
{
    private readonly Lock _lock = new();

    public void Add(Entry entry)
    {
        lock (_lock)
        {
            Console.Out.WriteLine(HistoryFile.ToLine(entry));
            Console.Out.Flush();
        }
    }
}
