using System.Diagnostics.CodeAnalysis;

namespace CleanLite.Domain.Fleet;

/// <summary>
/// What a push asks of an agent, by the name under which agents announce that they understand it (agent.proto, <c>Hello.capabilities</c>): <c>config</c>,
/// <c>sample</c>, <c>interval</c>, and <c>action:restart</c> for an action.
/// </summary>
public readonly record struct PushKind
{
    /// <summary>The longest name of an action, in characters.</summary>
    public const int MaxActionLength = 32;

    private const string ActionPrefix = "action:";

    private readonly string? _capability;

    private PushKind(string capability) => _capability = capability;

    /// <summary>A configuration.</summary>
    public static PushKind Config { get; } = new("config");

    /// <summary>A request for the newest points.</summary>
    public static PushKind Sample { get; } = new("sample");

    /// <summary>How often to report.</summary>
    public static PushKind Interval { get; } = new("interval");

    /// <summary>The action that ends the agent's process and starts it again.</summary>
    public static PushKind Restart { get; } = new(ActionPrefix + "restart");

    /// <summary>The name as agents announce it.</summary>
    public string Capability => _capability ?? "";

    /// <summary>The name as a person reads it: <c>action</c> for every action.</summary>
    public string Name => Capability.StartsWith(ActionPrefix, StringComparison.Ordinal) ? "action" : Capability;

    /// <summary>The kind of the action <paramref name="name"/>, or what is wrong with that name and what is allowed.</summary>
    public static bool TryAction(string name, out PushKind kind, [NotNullWhen(false)] out string? fault)
    {
        var isName = name.Length is > 0 and <= MaxActionLength && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-');
        kind = isName ? new PushKind(ActionPrefix + name) : default;
        fault = isName
            ? null
            : $"The action '{Text.Excerpt(name)}' ({name.Length} characters) is not allowed; its name starts with a letter, goes on with a-z 0-9 _ - "
                + $"and has at most {MaxActionLength} characters.";
        return isName;
    }

    /// <inheritdoc/>
    public override string ToString() => Capability;
}
