using System.Collections.Concurrent;
using System.Diagnostics;
using CleanLite.Load.Linux;

namespace CleanLite.Load.Servers;

/// <summary>A process of the tool's own, whose output is kept.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 400;
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(8);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private ChildProcess(Process process) => _process = process;

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The newest lines of its output.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Starts <paramref name="command"/>, on the server's core if <paramref name="pinned"/>. taskset becomes the command, so the process id is the command's.</summary>
    public static ChildProcess Start(bool pinned, IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        if (pinned) command = Pinning.Pinned(command);
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, line) => child.Keep(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Keep(line.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Waits until <paramref name="find"/> finds what it looks for in a line.</summary>
    /// <exception cref="InvalidOperationException">The process ended, or a minute went by.</exception>
    public async Task<T> WaitForAsync<T>(Func<string, T?> find)
        where T : class
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromMinutes(1))
        {
            var hasExited = _process.HasExited;
            if (_lines.Select(find).FirstOrDefault(f => f is not null) is { } found) return found;
            if (hasExited) break;
            await Task.Delay(10);
        }

        throw new InvalidOperationException($"{_process.StartInfo.FileName} did not come up:{Environment.NewLine}{string.Join(Environment.NewLine, _lines)}");
    }

    /// <summary>Ends it without a word (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _ = NativeMethods.Kill(Pid, NativeMethods.KillAtOnce);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop (SIGTERM) and kills it if it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = NativeMethods.Kill(Pid, NativeMethods.Terminate);
            using var patience = new CancellationTokenSource(StopTime);
            await ((Task)_process.WaitForExitAsync(patience.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_process.HasExited) await KillAsync();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        _lines.Enqueue(line);
        while (_lines.Count > KeptLines) _lines.TryDequeue(out _);
    }
}
