using CleanLite.Application.Ingest;
using CleanLite.Domain.Ingest;
using CleanLite.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace CleanLite.Application.Tests.Ingest;

/// <summary>Batches of which some series break a rule, against the rules of agent.proto (TimeSeries, Violation.Code) read one by one.</summary>
public sealed class IngestBatchPropertyTests
{
    private const int MaxSeries = 6, MaxPoints = 30, MaxLabels = 4, MaxName = 12, MaxValue = 20;
    private const long HourMs = 3_600_000, TenMinutesMs = 600_000;

    private readonly FakeTime _time = new();

    [Fact]
    public void Judge_AnyBatch_FindsWhatTheRulesSay()
    {
        var options = new IngestOptions
        {
            MaxSeriesPerBatch = MaxSeries,
            MaxPointsPerBatch = MaxPoints,
            MaxLabelsPerSeries = MaxLabels,
            MaxLabelNameLength = MaxName,
            MaxLabelValueLength = MaxValue,
        };
        var judge = new BatchJudge(new IngestBatchValidator(options, _time), options);
        var seen = new Coverage();
        Prop.ForAll(Batches(_time.UnixMs).ToArbitrary(), batch =>
        {
            using var columns = Columns(batch);
            var violations = judge.Judge(columns, known: null);
            var whole = WholeFaults(batch);
            var faults = batch.Select(s => Faults(s, _time.UnixMs)).ToList();
            seen.Note("refused whole", whole.Count > 0, least: 5);
            seen.Note("good", whole.Count == 0 && faults.TrueForAll(f => f.Count == 0), least: 15);
            foreach (var code in Enum.GetValues<ViolationCode>().Except([ViolationCode.Unspecified, ViolationCode.SeriesLimit, ViolationCode.BadSequence]))
                seen.Note($"{code}", whole.Contains(code) || faults.Exists(f => f.Contains(code)), least: 1);

            if (whole.Count > 0)
            {
                var refusal = violations.ShouldHaveSingleItem();
                refusal.SeriesIndex.ShouldBe(-1);
                whole.ShouldContain(refusal.Code);
                return;
            }

            // One violation for each series that breaks a rule, whichever of those it breaks; in the order of the batch.
            violations.Select(v => v.SeriesIndex).ShouldBe(faults.Select((f, i) => f.Count > 0 ? i : -1).Where(i => i >= 0));
            foreach (var violation in violations)
            {
                faults[violation.SeriesIndex].ShouldContain(violation.Code);
                violation.Detail.ShouldAllBe(c => !char.IsControl(c) && !char.IsSurrogate(c));
            }
        }).ShouldHold(cost: 10, seen);
    }

    private static HashSet<ViolationCode> WholeFaults(Column[] batch)
    {
        var found = new HashSet<ViolationCode>();
        if (batch.Length == 0) found.Add(ViolationCode.EmptyBatch);
        if (batch.Length > MaxSeries) found.Add(ViolationCode.TooManySeries);
        if (batch.Sum(s => Math.Max(s.Timestamps.Length, s.Values.Length)) > MaxPoints) found.Add(ViolationCode.TooManyPoints);
        return found;
    }

    private static HashSet<ViolationCode> Faults(Column series, long now)
    {
        var found = new HashSet<ViolationCode>();
        string[] texts = [series.Metric, series.Unit, .. series.Labels.SelectMany(l => (string[])[l.Name, l.Value])];
        Add(ViolationCode.BadText, Array.Exists(texts, HoldsControlOrHalfPair) || series.Unit.Length > 63);
        Add(ViolationCode.BadMetricName, !IsMetric(series.Metric));
        Add(ViolationCode.TooManyLabels, series.Labels.Length > MaxLabels);
        Add(ViolationCode.BadLabel, Array.Exists(series.Labels, l => l.Name.Length is 0 or > MaxName || l.Value.Length > MaxValue));
        Add(ViolationCode.BadLabel, series.Labels.Select(l => l.Name).Distinct().Count() < series.Labels.Length);
        Add(ViolationCode.LengthMismatch, series.Timestamps.Length != series.Values.Length);
        Add(ViolationCode.EmptySeries, series.Timestamps.Length == 0 && series.Values.Length == 0);
        Add(ViolationCode.NotIncreasing, series.Timestamps.Zip(series.Timestamps.Skip(1)).Any(p => p.Second <= p.First));
        Add(ViolationCode.NotFinite, series.Values.Any(v => double.IsNaN(v) || double.IsInfinity(v)));
        Add(ViolationCode.TooOld, series.Timestamps.Any(t => t < now - HourMs));
        Add(ViolationCode.TooFarInFuture, series.Timestamps.Any(t => t > now + TenMinutesMs));
        return found;

        void Add(ViolationCode code, bool isBroken)
        {
            if (isBroken) found.Add(code);
        }
    }

    private static bool IsMetric(string text) =>
        text.Length is >= 1 and <= 255 && (char.IsAsciiLetter(text[0]) || text[0] is '_' or ':')
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':' or '/' or '-');

    private static bool HoldsControlOrHalfPair(string text)
    {
        var pairs = text.EnumerateRunes().Count(r => r.Utf16SequenceLength == 2);
        return text.Any(c => c < 0x20 || c is >= (char)0x7F and <= (char)0x9F) || text.Count(char.IsSurrogate) != 2 * pairs;
    }

    private static BatchColumns Columns(Column[] batch)
    {
        var columns = new BatchColumns(fingerprint => batch[fingerprint[0]] is var s ? new SeriesDraft(s.Metric, [.. s.Labels], s.Unit, MetricKind.Gauge) : null!);
        for (var i = 0; i < batch.Length; i++)
        {
            columns.BeginSeries();
            columns.AddFingerprint([(byte)i]);
            foreach (var timestamp in batch[i].Timestamps) columns.AddTimestamp(timestamp);
            foreach (var value in batch[i].Values) columns.AddValue(value);
        }

        return columns;
    }

    private static Gen<Column[]> Batches(long now) =>
        from count in Gen.Frequency((12, Gen.Choose(1, MaxSeries)), (1, Gen.Constant(0)), (1, Gen.Constant(MaxSeries + 1)))
        from isGood in Gen.Choose(0, 3)
        from series in (isGood == 0 ? Good(now) : Gen.Frequency((3, Good(now)), (2, Good(now).SelectMany(s => WithFault(s, now))))).ArrayOf(count)
        select series;

    private static Gen<Column> Good(long now) =>
        from metric in Gen.Frequency((9, Texts.Word("abzAZ_:", 1, 3)), (1, Gen.Constant(new string('m', 252)))).Zip(Texts.Word("az09_.:/-", 0, 3), (a, b) => a + b)
        from unit in Gen.OneOf(Gen.Constant(""), Gen.Constant(new string('u', 63)), Texts.Plain(10))
        from labels in Gen.Choose(0, MaxLabels).SelectMany(n => Texts.Plain(MaxName / 2).Zip(Texts.Plain(MaxValue / 2)).ArrayOf(n))
        from count in Gen.Frequency((5, Gen.Choose(1, 5)), (1, Gen.Choose(6, 9)))
        from start in Gen.Frequency((3, Gen.Choose(-3_000_000, 0).Select(d => (long)d)), (1, Gen.Constant(-HourMs)), (1, Gen.Constant(TenMinutesMs - (10 * (count - 1)))))
        from values in Numbers.Finite.ArrayOf(count)
        select new Column(
            metric, unit, [.. labels.DistinctBy(l => l.Item1).Select(l => new Label(l.Item1, l.Item2))], [.. values.Select((_, i) => now + start + (10 * i))], values);

    private static Gen<Column> WithFault(Column good, long now) =>
        from fault in Gen.Choose(0, 13)
        from at in Gen.Choose(0, good.Values.Length - 1)
        from unfit in Texts.Unfit(4)
        from odd in Gen.Elements(double.NaN, double.PositiveInfinity, double.NegativeInfinity)
        from nearly in Texts.NearMiss(Gen.Constant(good.Metric), " 9-\u00e9")
        select fault switch
        {
            0 => good with { Metric = nearly },
            1 => good with { Metric = good.Metric + unfit },
            2 => good with { Unit = unfit },
            3 => good with { Unit = new string('u', 64) },
            4 => good with { Labels = [.. good.Labels, new Label("", "v")] },
            5 => good with { Labels = [.. good.Labels, new Label("l", unfit)] },
            6 => good with { Labels = [.. good.Labels.Take(1), .. good.Labels, new Label("l", new string('v', MaxValue + 1))] },
            7 => good with { Labels = [.. Enumerable.Range(0, MaxLabels + 1).Select(i => new Label($"l{i}", "v"))] },
            8 => good with { Values = [.. good.Values, 1] },
            9 => good with { Timestamps = [], Values = [] },
            10 => good with { Timestamps = [.. good.Timestamps[..at], good.Timestamps[0], .. good.Timestamps[at..]], Values = [.. good.Values, 1] },
            11 => good with { Values = [.. good.Values[..at], odd, .. good.Values[(at + 1)..]] },
            12 => good with { Timestamps = [now - HourMs - 1, .. good.Timestamps[1..]] },
            _ => good with { Timestamps = [.. good.Timestamps[..^1], now + TenMinutesMs + 1] },
        };

    private sealed record Column(string Metric, string Unit, Label[] Labels, long[] Timestamps, double[] Values);
}
