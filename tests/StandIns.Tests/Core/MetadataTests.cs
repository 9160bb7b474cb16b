using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;

namespace CleanLite.StandIns.Tests.Core;

public sealed class MetadataTests
{
    [Fact]
    public void Entry_OfText_KeepsTheKeyInLowerCase()
    {
        var entry = new Metadata.Entry("X-Trace.Id_1", "a b");

        entry.Key.ShouldBe("x-trace.id_1");
        entry.Value.ShouldBe("a b");
        entry.IsBinary.ShouldBeFalse();
        entry.ValueBytes.ShouldBe("a b"u8.ToArray());
        entry.ToString().ShouldBe("[Entry: key=x-trace.id_1, value=a b]");
    }

    [Fact]
    public void Entry_OfBytes_CopiesThemInAndOut()
    {
        byte[] bytes = [0, 255];
        var entry = new Metadata.Entry("X-BIN", bytes);
        bytes[0] = 7;
        entry.ValueBytes[1] = 7;

        entry.Key.ShouldBe("x-bin");
        entry.ValueBytes.ShouldBe([0, 255]);
        entry.IsBinary.ShouldBeTrue();
        entry.ToString().ShouldBe("[Entry: key=x-bin, 2 bytes]");
    }

    [Fact]
    public void Entry_OfBytes_HasNoText() =>
        Should.Throw<InvalidOperationException>(() => new Metadata.Entry("a-bin", [1]).Value);

    [Theory]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("a\r\nb")]
    [InlineData("gr\u00fcn")]
    [InlineData("\u212a")] // the Kelvin sign, which becomes an ASCII k in lower case
    public void Entry_WithAKeyOutsideTheGrammar_Throws(string key)
    {
        Should.Throw<ArgumentException>(() => new Metadata.Entry(key, "value"));
        Should.Throw<ArgumentException>(() => new Metadata.Entry(key + "-bin", [1]));
    }

    [Fact]
    public void Entry_WhoseKeyAndValueDisagree_Throws()
    {
        Should.Throw<ArgumentException>(() => new Metadata.Entry("a-bin", "text"));
        Should.Throw<ArgumentException>(() => new Metadata.Entry("a-BIN", "text"));
        Should.Throw<ArgumentException>(() => new Metadata.Entry("a", [1]));
    }

    [Fact]
    public void Entry_WithNull_Throws()
    {
        Should.Throw<ArgumentNullException>(() => new Metadata.Entry(null!, "text"));
        Should.Throw<ArgumentNullException>(() => new Metadata.Entry("a", (string)null!));
        Should.Throw<ArgumentNullException>(() => new Metadata.Entry("a-bin", (byte[])null!));
    }

    [Fact]
    public void Entry_ForAnyKey_IsMadeExactlyIfTheKeyIsInTheGrammar()
    {
        var keys = Texts.Word("abzAZ019._-", 0, 12).Zip(Gen.Elements("", "", "-bin", "-BIN", "bin"), (word, end) => word + end);
        var texts = Gen.Frequency((2, keys), (2, Texts.NearMiss(keys, "a-_ :\r\n\0\u00fc\u212a")), (1, Texts.Unfit()));
        var seen = new Coverage();
        Prop.ForAll(texts.ToArbitrary(), key =>
        {
            var isInGrammar = key.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
            var isBinary = key.EndsWith("-bin", StringComparison.OrdinalIgnoreCase);
            seen.Note("in the grammar", isInGrammar);
            seen.Note("binary", isBinary, least: 10);
            Check(() => new Metadata.Entry(key, ""), isInGrammar && !isBinary);
            Check(() => new Metadata.Entry(key, [1]), isInGrammar && isBinary);

            void Check(Func<Metadata.Entry> make, bool isAllowed)
            {
                if (!isAllowed)
                {
                    Should.Throw<ArgumentException>(() => make());
                    return;
                }

                var kept = make().Key;
                kept.Any(char.IsAsciiLetterUpper).ShouldBeFalse();
                kept.Equals(key, StringComparison.OrdinalIgnoreCase).ShouldBeTrue();
            }
        }).ShouldHold(cost: 20, seen);
    }

    [Fact]
    public void Get_OfSeveralWithOneKey_ReturnsTheLastInAnyCase()
    {
        var metadata = new Metadata { { "k", "1" }, { "other", "x" }, { "K", "2" } };

        metadata.Get("K")!.Value.ShouldBe("2");
        metadata.GetValue("k").ShouldBe("2");
        metadata.GetValueBytes("k").ShouldBe("2"u8.ToArray());
        metadata.GetAll("K").Select(entry => entry.Value).ShouldBe(["1", "2"]);
    }

    [Fact]
    public void Get_OfAnUnknownKey_ReturnsNull()
    {
        var metadata = new Metadata { { "k", "1" } };

        metadata.Get("x").ShouldBeNull();
        metadata.GetValue("x").ShouldBeNull();
        metadata.GetValueBytes("x").ShouldBeNull();
        metadata.GetAll("x").ShouldBeEmpty();
    }

    [Fact]
    public void GetValue_OfBytes_Throws() =>
        Should.Throw<InvalidOperationException>(() => new Metadata { { "k-bin", new byte[] { 1 } } }.GetValue("k-bin"));

    [Fact]
    public void Metadata_AsAList_KeepsOrderAndIdentity()
    {
        Metadata.Entry first = new("a", "1"), second = new("b", "2"), third = new("c", "3");
        var metadata = new Metadata { first, third };
        metadata.Insert(1, second);

        metadata.ShouldBe([first, second, third]);
        metadata.IndexOf(third).ShouldBe(2);
        metadata.Contains(new Metadata.Entry("a", "1")).ShouldBeFalse();
        metadata[0] = third;
        metadata.RemoveAt(1);
        metadata.Remove(third).ShouldBeTrue();
        var rest = new Metadata.Entry[1];
        metadata.CopyTo(rest, 0);
        rest.ShouldBe([third]);
        metadata.Clear();
        metadata.Count.ShouldBe(0);
        metadata.IsReadOnly.ShouldBeFalse();
    }

    [Fact]
    public void Metadata_GivenNull_Throws()
    {
        var metadata = new Metadata { { "a", "1" } };

        Should.Throw<ArgumentNullException>(() => metadata.Add(null!));
        Should.Throw<ArgumentNullException>(() => metadata.Insert(0, null!));
        Should.Throw<ArgumentNullException>(() => metadata[0] = null!);
    }

    [Fact]
    public void Empty_RefusesEveryChange()
    {
        var entry = new Metadata.Entry("a", "1");

        Metadata.Empty.IsReadOnly.ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => Metadata.Empty.Add(entry));
        Should.Throw<InvalidOperationException>(() => Metadata.Empty.Add("a", "1"));
        Should.Throw<InvalidOperationException>(() => Metadata.Empty.Insert(0, entry));
        Should.Throw<InvalidOperationException>(() => Metadata.Empty.Remove(entry));
        Should.Throw<InvalidOperationException>(() => Metadata.Empty.RemoveAt(0));
        Should.Throw<InvalidOperationException>(Metadata.Empty.Clear);
        Metadata.Empty.ShouldBeEmpty();
    }
}
