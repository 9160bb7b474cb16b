namespace CleanLite.Infrastructure.LatestState;

/// <summary>
/// Lets equal texts be one instance: names, units and many label values are the same in thousands of series. A table that forgets a text when
/// another falls on its place, so it is bounded, takes no lock and keeps next to nothing alive; what it misses costs memory and nothing else.
/// </summary>
internal sealed class TextPool(int places)
{
    private readonly string?[] _texts = new string?[places];

    /// <summary>The instance to use for <paramref name="text"/>.</summary>
    public string Of(string text)
    {
        ref var place = ref _texts[(uint)text.GetHashCode() % (uint)_texts.Length];
        var found = Volatile.Read(ref place);
        if (found == text) return found;
        Volatile.Write(ref place, text);
        return text;
    }
}
