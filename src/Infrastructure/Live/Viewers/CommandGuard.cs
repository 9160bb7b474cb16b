using CleanLite.Application.Live;

namespace CleanLite.Infrastructure.Live.Viewers;

/// <summary>Holds one viewer to its number of commands a second and of faults a minute.</summary>
internal sealed class CommandGuard(LiveOptions options, TimeProvider time)
{
    private readonly RateGate _commands = new(options.MaxCommandsPerSecond, TimeSpan.FromSeconds(1), time);
    private readonly RateGate _faults = new(options.MaxErrorsPerMinute - 1, TimeSpan.FromMinutes(1), time);

    /// <summary>Gives the command back, or the fault to answer in its place, and tells whether the faults have become too many.</summary>
    public LiveCommand Judge(LiveCommand command, out bool tooManyFaults)
    {
        var judged = _commands.TryPass() ? command : new FaultyCommand(command.Id, TooFast());
        tooManyFaults = judged is FaultyCommand && !_faults.TryPass();
        return judged;
    }

    private LiveFault TooFast() =>
        new(LiveFault.TooManyCommands, $"More than {options.MaxCommandsPerSecond} commands came within a second.", true);
}
