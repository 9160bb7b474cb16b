using CleanLite.Load.Peers;
using FsCheck;
using FsCheck.Fluent;
using IronSnappy;

namespace CleanLite.Load.Tests;

/// <summary>What is compressed once and patched reads, for another hand's snappy, as if it had been patched first.</summary>
public sealed class SnappyBlockTests
{
    private const int Later = 100;

    // Few symbols make many copies.
    private static readonly Gen<int[]> Contents = Gen.Frequency(
        (8, Gen.Choose(0, 2)), (3, Gen.Choose(SnappyBlock.Shared, SnappyBlock.Shared + 1)), (1, Gen.Constant(SnappyBlock.Alone))).ArrayOf();

    [Fact]
    public void Bytes_OfAnyContent_DecodeToItWithWhatCameLater() => Prop.ForAll(Contents.ToArbitrary(), content =>
    {
        var (block, expected) = (new SnappyBlock([.. content]), new byte[content.Length]);
        for (var i = 0; i < content.Length; i++)
        {
            expected[i] = content[i] switch
            {
                SnappyBlock.Alone => (byte)(Later + 10 + (i % 50)),
                >= SnappyBlock.Shared => (byte)(Later + content[i] - SnappyBlock.Shared),
                _ => (byte)content[i],
            };
            if (expected[i] >= Later && block.PlaceOf(i) >= 0) block.Bytes[block.PlaceOf(i)] = expected[i];
        }

        return Snappy.Decode(block.Bytes).SequenceEqual(expected);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(300));

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(70_000)]
    public void Bytes_OfALiteral_DecodeAtEveryLength(int length)
    {
        var content = new byte[length];
        new Random(1).NextBytes(content);
        Snappy.Decode(BlockOf(content).Bytes).ShouldBe(content);
    }

    [Fact]
    public void Bytes_OfRepetitionsFartherApartThanACopyReaches_Decode()
    {
        var content = new byte[200_000];
        new Random(1).NextBytes(content.AsSpan(0, 70_000));
        content.AsSpan(0, 70_000).CopyTo(content.AsSpan(70_000));
        Snappy.Decode(BlockOf(content).Bytes).ShouldBe(content);
    }

    [Fact]
    public void Bytes_OfWhatCameBefore_AreCopies() => BlockOf([.. Enumerable.Repeat((byte)7, 6400)]).Bytes.Length.ShouldBeLessThan(320);

    private static SnappyBlock BlockOf(byte[] content) => new([.. content.Select(b => (int)b)]);
}
