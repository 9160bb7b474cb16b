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
    private readonly Action<string>? _onLine;

    private ChildProcess(Process process, Action<string>? onLine) => (_process, _onLine) = (process, onLine);

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it ended with; asked after its end only.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>CPU time that it has used so far.</summary>
    public TimeSpan CpuTime => _process.TotalProcessorTime;

    /// <summary>The newest lines of its output.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Starts <paramref name="command"/>, on the server's core if <paramref name="pinned"/>. taskset becomes the command, so the process id is the command's.</summary>
    public static ChildProcess Start(bool pinned, IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        if (pinned) command = Pinning.Pinned(command);
        return Start(environment, null, command);
    }

    /// <summary>Starts <paramref name="command"/>; each line of its output is handed to <paramref name="onLine"/> as well.</summary>
    public static ChildProcess Start(IReadOnlyDictionary<string, string> environment, Action<string>? onLine, string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var child = new ChildProcess(new Process { StartInfo = start }, onLine);
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
        Signal(NativeMethods.KillAtOnce);
        await _process.WaitForExitAsync();
    }

    public void Signal(int signal) => _ = NativeMethods.Kill(Pid, signal);

    /// <summary>Waits until it has ended and its output has been read.</summary>
    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Asks it to stop (SIGTERM) and kills it if it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal(NativeMethods.Terminate);
            using var patience = new CancellationTokenSource(StopTime);
            await ((Task)_process.WaitForExitAsync(patience.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_process.HasExited) await KillAsync();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        _onLine?.Invoke(line);
        _lines.Enqueue(line);
        while (_lines.Count > KeptLines) _lines.TryDequeue(out _);
    }
}
