using MediatR;

namespace CleanLite.StandIns.Tests.Mediation;

public sealed class UnitTests
{
    [Fact]
    public async Task Unit_HasASingleValue()
    {
        (await Unit.Task).ShouldBe(Unit.Value);
        (Unit.Value == default).ShouldBeTrue();
        (Unit.Value != default).ShouldBeFalse();
        Unit.Value.Equals((object)default(Unit)).ShouldBeTrue();
        Unit.Value.Equals("()").ShouldBeFalse();
        Unit.Value.CompareTo(default).ShouldBe(0);
        ((IComparable)Unit.Value).CompareTo(null).ShouldBe(0);
        Unit.Value.GetHashCode().ShouldBe(default(Unit).GetHashCode());
        Unit.Value.ToString().ShouldBe("()");
    }
}
