namespace CleanLite.Faults.Histories;

/// <summary>Where peers write what they do and see. Thread-safe.</summary>
internal interface IHistory
{
    void Add(Entry entry);
}
