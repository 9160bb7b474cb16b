namespace CleanLite.Domain.Activity;

/// <summary>How grave an event is; the numbers are those of the wire (agent.proto), where 0 stands for info.</summary>
public enum Severity
{
    /// <summary>For the record.</summary>
    Info = 1,

    /// <summary>Worth a look.</summary>
    Warn = 2,

    /// <summary>Something failed.</summary>
    Error = 3,
}
