namespace CleanLite.Domain.Ingest;

/// <summary>The labels of a series, sorted by name (ordinal), each name once. Two sets are equal if they hold the same labels.</summary>
public readonly struct LabelSet : IEquatable<LabelSet>
{
    // Null in a default: no label either.
    private readonly Label[]? _labels;

    private LabelSet(Label[] labels) => _labels = labels;

    /// <summary>No label at all.</summary>
    public static LabelSet Empty => default;

    /// <summary>How many labels there are.</summary>
    public int Count => Items.Length;

    /// <summary>The labels, sorted by name.</summary>
    public ReadOnlySpan<Label> Items => _labels;

    /// <summary>The value of the label <paramref name="name"/>, or null if the set has none of that name.</summary>
    public string? Find(string name)
    {
        foreach (var label in Items)
        {
            if (label.Name == name) return label.Value;
        }

        return null;
    }

    /// <summary>
    /// Sorts and takes <paramref name="labels"/>, which then belong to the set, or returns what is wrong with them:
    /// <see cref="ViolationCode.TooManyLabels"/>, <see cref="ViolationCode.BadLabel"/> or <see cref="ViolationCode.BadText"/>.
    /// </summary>
    public static LabelFault? TryCreate(Label[] labels, LabelLimits limits, out LabelSet set)
    {
        set = Empty;
        if (labels.Length == 0) return null;
        if (labels.Length > limits.MaxCount)
        {
            return new LabelFault(
                ViolationCode.TooManyLabels, $"The series has {labels.Length} labels; at most {limits.MaxCount} are allowed.");
        }

        foreach (var label in labels)
        {
            if (FaultOf(label, limits) is { } fault) return fault;
        }

        Array.Sort(labels, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        for (var i = 1; i < labels.Length; i++)
        {
            if (labels[i].Name == labels[i - 1].Name)
                return new LabelFault(ViolationCode.BadLabel, $"The label '{Text.Excerpt(labels[i].Name)}' stands twice; each name may stand once.");
        }

        set = new LabelSet(labels);
        return null;
    }

    /// <summary>A set of labels that are known to be right, from name and value pairs.</summary>
    /// <exception cref="FormatException">They are not.</exception>
    public static LabelSet Of(params (string Name, string Value)[] labels)
    {
        var fault = TryCreate(Array.ConvertAll(labels, l => new Label(l.Name, l.Value)), LabelLimits.Default, out var set);
        return fault is null ? set : throw new FormatException(fault.Value.Detail);
    }

    /// <summary>The same labels, with the instances of text that <paramref name="shared"/> gives for equal ones.</summary>
    public LabelSet Share(Func<string, string> shared) =>
        Count == 0 ? this : new LabelSet(Array.ConvertAll(_labels!, l => new Label(shared(l.Name), shared(l.Value))));

    /// <inheritdoc/>
    public bool Equals(LabelSet other) => Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LabelSet other && Equals(other);

    /// <summary>True if both hold the same labels.</summary>
    public static bool operator ==(LabelSet left, LabelSet right) => left.Equals(right);

    /// <summary>True if they do not hold the same labels.</summary>
    public static bool operator !=(LabelSet left, LabelSet right) => !left.Equals(right);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var label in Items) hash.Add(label);
        return hash.ToHashCode();
    }

    private static LabelFault? FaultOf(Label label, LabelLimits limits)
    {
        if (label.Name.Length == 0)
            return new LabelFault(ViolationCode.BadLabel, "A label has an empty name; names have at least 1 character.");
        if (label.Name.Length > limits.MaxNameLength)
        {
            return new LabelFault(
                ViolationCode.BadLabel,
                $"The label name '{Text.Excerpt(label.Name)}' has {label.Name.Length} characters; at most {limits.MaxNameLength} are allowed.");
        }

        if (label.Value.Length > limits.MaxValueLength)
        {
            return new LabelFault(
                ViolationCode.BadLabel,
                $"The value of label '{Text.Excerpt(label.Name)}' has {label.Value.Length} characters; at most {limits.MaxValueLength} are allowed.");
        }

        return Text.IsUnfit(label.Name) || Text.IsUnfit(label.Value)
            ? new LabelFault(
                ViolationCode.BadText,
                $"The label '{Text.Excerpt(label.Name)}'='{Text.Excerpt(label.Value)}' holds control characters or broken text; plain UTF-8 is allowed.")
            : null;
    }
}
