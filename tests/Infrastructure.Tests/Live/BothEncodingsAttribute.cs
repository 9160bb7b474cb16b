using System.Reflection;
using CleanLite.Application.Live;
using Xunit.Sdk;

namespace CleanLite.Infrastructure.Tests.Live;

/// <summary>Runs a theory once in each encoding: they mean the same, so that what holds for one holds for the other.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BothEncodingsAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => Enum.GetValues<LiveEncoding>().Select(e => new object[] { e });
}
