namespace CleanLite.Domain.Fleet;

/// <summary>How silence is told to a person.</summary>
public static class Silence
{
    /// <summary>"Nothing was heard for 45 s."; below a second in milliseconds.</summary>
    public static string Told(long milliseconds) => $"Nothing was heard for {(milliseconds < 1_000 ? $"{milliseconds} ms" : $"{milliseconds / 1_000} s")}.";
}
