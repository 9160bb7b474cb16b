using System.Runtime.InteropServices;
using CleanLite.Agent.Commands;

namespace CleanLite.Agent;

/// <summary>The command <c>cleanlite-agent</c>.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var stopping = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        return await RunAsync(args, Environment.GetEnvironmentVariable, Console.Out, Console.Error, stopping.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }

    /// <summary>The whole command, with what it touches of the process passed in.</summary>
    internal static async Task<int> RunAsync(
        string[] args, Func<string, string?> environment, TextWriter output, TextWriter errors, CancellationToken stopping)
    {
        try
        {
            var arguments = Arguments.Parse(args, environment);
            var log = new ConsoleLog(errors, TimeProvider.System);
            switch (arguments.Mode)
            {
                case Mode.Help:
                    await output.WriteLineAsync(Help.Text);
                    return ExitCode.Ok;
                case Mode.Version:
                    await output.WriteLineAsync($"cleanlite-agent {new AgentOptions().AgentVersion}");
                    return ExitCode.Ok;
                case Mode.Once:
                    return await OnceCommand.RunAsync(arguments, output, log, TimeProvider.System, stopping);
                default:
                    return await RunCommand.RunAsync(arguments, log, TimeProvider.System, Restarter.Restart, stopping);
            }
        }
        catch (UsageException exception)
        {
            await errors.WriteLineAsync($"cleanlite-agent: {exception.Message}\nSee cleanlite-agent --help.");
            return ExitCode.Usage;
        }
        catch (Exception exception)
        {
            await errors.WriteLineAsync($"cleanlite-agent: {exception.Message}");
            return ExitCode.Failure;
        }
    }
}
