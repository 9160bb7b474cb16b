using CleanLite.Infrastructure.Live.WebSockets;

namespace CleanLite.Infrastructure.Tests.Live.WebSockets;

public sealed class FrameBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void Finish_PayloadOfLength_WritesShortestHead(int length)
    {
        using var buffer = new FrameBuffer();
        var payload = Payload(length);
        Append(buffer, payload);
        Append(buffer, payload);

        var frame = Frame(payload);
        buffer.Frames.ToArray().ShouldBe([.. frame, .. frame]);
    }

    [Fact]
    public void Clear_AfterFrames_LeavesNone()
    {
        using var buffer = new FrameBuffer();
        Append(buffer, Payload(500));
        buffer.Clear();
        buffer.Frames.IsEmpty.ShouldBeTrue();
        Append(buffer, Payload(3));
        buffer.Frames.ToArray().ShouldBe(Frame(Payload(3)));
    }

    [Fact]
    public void Release_AfterFrames_CanBeUsedAgain()
    {
        using var buffer = new FrameBuffer();
        Append(buffer, Payload(70_000));
        buffer.Release();
        Append(buffer, Payload(10));
        buffer.Frames.ToArray().ShouldBe(Frame(Payload(10)));
    }

    private static void Append(FrameBuffer buffer, byte[] payload)
    {
        buffer.Begin();
        foreach (var piece in payload.Chunk(1_000)) buffer.Write(piece);
        buffer.Finish();
    }

    private static byte[] Payload(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)i)];

    private static byte[] Frame(byte[] payload)
    {
        var lengthBytes = payload.Length < 126 ? 0 : payload.Length <= ushort.MaxValue ? 2 : 8;
        return [.. ClientFrames.Head(0x81, payload.Length, lengthBytes, false), .. payload];
    }
}
