using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace CleanLite.Domain.Fleet;

/// <summary>The lasting name of an agent: 1 to 128 characters of <c>A-Z a-z 0-9 . _ : @ / -</c> (agent.proto, <c>Hello.agent_id</c>).</summary>
public readonly record struct AgentId
{
    /// <summary>The longest name allowed, in characters.</summary>
    public const int MaxLength = 128;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:@/-");

    private readonly string? _value;

    private AgentId(string value) => _value = value;

    /// <summary>The name as text; empty for <c>default</c>.</summary>
    public string Value => _value ?? "";

    /// <summary>Takes <paramref name="text"/> as a name, or says in <paramref name="fault"/> what is wrong with it and what is allowed.</summary>
    public static bool TryParse(string? text, out AgentId id, [NotNullWhen(false)] out string? fault)
    {
        id = default;
        if (string.IsNullOrEmpty(text))
        {
            fault = $"The agent id is empty; it takes 1 to {MaxLength} characters of A-Z a-z 0-9 . _ : @ / -.";
            return false;
        }

        if (text.Length > MaxLength || text.AsSpan().ContainsAnyExcept(Allowed))
        {
            fault = $"The agent id '{Text.Excerpt(text)}' ({text.Length} characters) is not allowed; "
                + $"it takes 1 to {MaxLength} characters of A-Z a-z 0-9 . _ : @ / -.";
            return false;
        }

        fault = null;
        id = new AgentId(text);
        return true;
    }

    /// <summary>Takes a name that is known to be right.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static AgentId Parse(string text) => TryParse(text, out var id, out var fault) ? id : throw new FormatException(fault);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
