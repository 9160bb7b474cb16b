using System.Reflection;

namespace CleanLite.Architecture.Tests;

/// <summary>The arrows point inwards: Api, Infrastructure, Application, Domain; and third-party packages stay where the design puts them.</summary>
public sealed class LayerTests
{
    public static TheoryData<string, string[], string[]> Layers => new()
    {
        { "Domain", [], [] },
        { "Application", ["Domain"], ["MediatR", "FluentValidation", "Microsoft.Extensions."] },
        { "Infrastructure", ["Application"], ["MediatR", "Microsoft.Data.Sqlite.Core", "SQLitePCLRaw."] },
        { "Protocol", [], ["Google.Protobuf", "Grpc.Tools", "Grpc.Core.Api"] },
        { "Agent", ["Protocol"], ["Grpc.Net.Client", "Microsoft.Extensions."] },
        { "Api", ["Infrastructure", "Protocol", "Agent"], ["MediatR", "Grpc.AspNetCore.Server", "Serilog", "Microsoft.Extensions.DependencyModel"] },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void Project_References_PointInwards(string layer, string[] projects, string[] packages)
    {
        var (referencedProjects, referencedPackages) = Repository.ReferencesOf(layer);
        referencedProjects.Except(projects).ShouldBeEmpty();
        referencedPackages.Where(p => !packages.Any(allowed => p.StartsWith(allowed, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("CleanLite.Domain", new[] { "System" })]
    [InlineData("CleanLite.Application", new[] { "System", "CleanLite.Domain", "MediatR", "FluentValidation", "Microsoft.Extensions" })]
    [InlineData("CleanLite.Agent", new[] { "System", "CleanLite.Protocol", "Google.Protobuf", "Grpc", "Microsoft.Extensions", "Microsoft.Win32.Primitives" })]
    public void Assembly_Uses_OnlyWhatItMay(string assembly, string[] allowed) => Assembly.Load(assembly)
        .GetReferencedAssemblies()
        .Select(a => a.Name!)
        .Where(name => !allowed.Any(prefix => name == prefix || name.StartsWith(prefix + ".", StringComparison.Ordinal)))
        .ShouldBeEmpty();

    [Theory]
    [InlineData("CleanLite.Infrastructure")]
    [InlineData("CleanLite.Application")]
    [InlineData("CleanLite.Domain")]
    public void Assembly_ReferencedByTheInnerLayers_NeverNamesAnOuterOne(string assembly)
    {
        string[] outwards = ["CleanLite.Domain", "CleanLite.Application", "CleanLite.Infrastructure", "CleanLite.Api"];
        var depth = Array.IndexOf(outwards, assembly);
        Assembly.Load(assembly).GetReferencedAssemblies().Select(a => Array.IndexOf(outwards, a.Name)).ShouldAllBe(other => other < depth);
    }
}
