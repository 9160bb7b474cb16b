using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CleanLite.Domain;

namespace CleanLite.Api.Hosting;

/// <summary>Reads the parameters that several calls of the HTTP API share, or says what is wrong with them.</summary>
internal static class QueryParameters
{
    /// <summary>Reads <c>limit=</c>: 1 to <paramref name="max"/>, <paramref name="standard"/> if absent.</summary>
    public static bool TryLimit(this IQueryCollection query, int standard, int max, out int limit, [NotNullWhen(false)] out IResult? problem)
    {
        problem = null;
        limit = standard;
        if (!query.TryGetValue("limit", out var given) || given.ToString() is not { Length: > 0 } text) return true;
        if (Text.TryNumber(text, out limit) && limit >= 1 && limit <= max) return true;
        problem = Problems.BadRequest("bad_limit", $"limit is '{Text.Excerpt(text)}'; 1 to {max} are allowed.");
        return false;
    }

    /// <summary>Reads words of an enumeration, repeated or joined by commas; none if absent.</summary>
    public static bool TryWords<T>(this IQueryCollection query, string key, IReadOnlyList<T> allowed, out List<T> values, [NotNullWhen(false)] out IResult? problem)
        where T : struct, Enum
    {
        problem = null;
        values = [];
        var words = query[key].SelectMany(v => (v ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        foreach (var word in words)
        {
            var index = allowed.Select(WordOf).ToList().IndexOf(word);
            if (index < 0)
            {
                problem = Problems.BadRequest($"bad_{key}", $"{key} is '{Text.Excerpt(word)}'; allowed: {string.Join(", ", allowed.Select(WordOf))}.");
                return false;
            }

            values.Add(allowed[index]);
        }

        return true;
    }

    /// <summary>The word that stands for <paramref name="value"/> in JSON and in queries.</summary>
    public static string WordOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
