using System.Diagnostics;
using System.Globalization;

namespace CleanLite.Load.Measure;

/// <summary>A line on the error stream that says what goes on; rewritten in place on a terminal, told now and then elsewhere.</summary>
internal static class Progress
{
    private static readonly bool IsTerminal = !Console.IsErrorRedirected;
    private static readonly long EveryUs = IsTerminal ? 200_000 : 10_000_000;
    private static long _saidAt = long.MinValue / 2;

    /// <summary>Says <paramref name="text"/> if it is time again.</summary>
    public static void Tell(string text)
    {
        if (LoadClock.NowUs - _saidAt < EveryUs) return;
        Say(text);
    }

    /// <summary>Says <paramref name="text"/> now.</summary>
    public static void Say(string text)
    {
        _saidAt = LoadClock.NowUs;
        if (IsTerminal) Console.Error.Write($"\r{text,-110}");
        else Console.Error.WriteLine(text);
    }

    /// <summary>Ends the line.</summary>
    public static void Done()
    {
        if (IsTerminal) Console.Error.Write($"\r{"",-110}\r");
    }

    /// <summary>Waits for <paramref name="seconds"/> under a bar; <paramref name="figures"/> is asked for what to say beside it.</summary>
    public static async Task WaitAsync(string what, double seconds, Func<string>? figures = null)
    {
        const int Width = 20;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            var filled = (int)(watch.Elapsed.TotalSeconds / seconds * Width);
            Tell(string.Create(
                CultureInfo.InvariantCulture,
                $"{what} [{new string('#', filled)}{new string('.', Width - filled)}] {watch.Elapsed.TotalSeconds:0}/{seconds:0} s {figures?.Invoke()}"));
            await Task.Delay(TimeSpan.FromSeconds(Math.Clamp(seconds - watch.Elapsed.TotalSeconds, 0, 0.2)));
        }
    }
}
