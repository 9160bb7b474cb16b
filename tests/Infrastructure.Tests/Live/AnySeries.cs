using CleanLite.Domain.Fleet;
using CleanLite.Domain.Ingest;
using CleanLite.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Infrastructure.Tests.Live;

/// <summary>Generators of what viewers are shown: anything that the rules of ingest let through.</summary>
internal static class AnySeries
{
    private const string Letters = "abzABZ019_.:/-";

    public static Gen<Series> One(int number = 0) =>
        from agent in Texts.Word(Letters + "@", 1, 12)
        from first in Texts.Word("azAZ_:", 1, 1)
        from rest in Texts.Word(Letters, 0, 12)
        from unit in Gen.OneOf(Gen.Constant(""), Gen.Elements("By", "1", "{\"x\"}/s"), Texts.Plain(10))
        from count in Gen.Elements(0, 1, 1, 2, 5)
        from labels in Label().ArrayOf(count)
        select new Series(number, AgentId.Parse(agent), new SeriesDefinition(MetricName.Parse(first + rest), LabelSet.Of(Distinct(labels)), unit));

    /// <summary>Several, numbered from 0.</summary>
    public static Gen<Series[]> Some(int most) =>
        Gen.Choose(1, most).SelectMany(n => Gen.CollectToArray(Enumerable.Range(0, n), One));

    private static Gen<(string Name, string Value)> Label() =>
        from name in Texts.Plain(8)
        from value in Gen.OneOf(Gen.Constant(""), Texts.Plain(12), Texts.Word(Letters, 1, 12))
        select (name, value);

    private static (string Name, string Value)[] Distinct((string Name, string Value)[] labels) => [.. labels.DistinctBy(l => l.Name)];
}
