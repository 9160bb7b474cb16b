using System.Reflection;
using Xunit.Sdk;

namespace CleanLite.Api.Tests.Fleet;

/// <summary>Runs a test once for each door that has sessions.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DoorsAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [["grpc"], ["websocket"]];
}
