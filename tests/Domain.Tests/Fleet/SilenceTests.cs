using CleanLite.Domain.Fleet;

namespace CleanLite.Domain.Tests.Fleet;

public sealed class SilenceTests
{
    [Theory]
    [InlineData(0, "Nothing was heard for 0 ms.")]
    [InlineData(999, "Nothing was heard for 999 ms.")]
    [InlineData(1_000, "Nothing was heard for 1 s.")]
    [InlineData(45_178, "Nothing was heard for 45 s.")]
    [InlineData(3_600_000, "Nothing was heard for 3600 s.")]
    public void Told_Span_IsInTheUnitThatOneReads(long milliseconds, string told) => Silence.Told(milliseconds).ShouldBe(told);
}
