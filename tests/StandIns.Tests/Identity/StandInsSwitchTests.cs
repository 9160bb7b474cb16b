using System.Text.Json;
using System.Xml.Linq;

namespace CleanLite.StandIns.Tests.Identity;

public sealed class StandInsSwitchTests
{
    [Fact]
    public async Task SwitchedOff_TheApiTakesOrdinaryPackagesAndNoStandIn()
    {
        var items = await EvaluateAsync("src/Api/Api.csproj", "-p:StandIns=false");

        Of(items, "PackageReference").Where(IsSubstituted)
            .ShouldBe(["MediatR", "Grpc.AspNetCore", "Grpc.Core.Api"], ignoreOrder: true);
        Of(items, "PackageDownload").ShouldBeEmpty();
        Of(items, "Reference").ShouldBeEmpty();
        Of(items, "ProjectReference").ShouldNotContain(path => path.Contains("StandIns", StringComparison.Ordinal));
        Of(items, "PackageVersion").Where(IsSubstituted)
            .ShouldBe(["MediatR", "Grpc.AspNetCore", "Grpc.Net.Client", "Grpc.Core.Api"], ignoreOrder: true);
    }

    [Fact]
    public async Task SwitchedOn_TheApiTakesTheOfficialAssembliesOnTheStandIns()
    {
        var items = await EvaluateAsync("src/Api/Api.csproj");

        Of(items, "PackageReference").Where(IsSubstituted).ShouldBeEmpty();
        Of(items, "PackageDownload").ShouldBe(["MediatR", "Grpc.AspNetCore.Server"], ignoreOrder: true);
        Of(items, "Reference").ShouldBe(["MediatR", "Grpc.AspNetCore.Server"], ignoreOrder: true);
        Of(items, "ProjectReference").Count(path => path.Contains("StandIns", StringComparison.Ordinal)).ShouldBe(3);
    }

    // The switch works only while nobody else names these packages.
    [Fact]
    public void NoOtherBuildFile_NamesTheSubstitutedPackages()
    {
        var files = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "Directory.Packages.props"));

        files.Where(NamesASubstitutedPackage).ShouldBeEmpty();
    }

    private static bool NamesASubstitutedPackage(string buildFile) => XDocument.Load(buildFile)
        .Descendants()
        .Where(element => element.Name.LocalName is "PackageReference" or "PackageVersion" or "PackageDownload")
        .Any(element => IsSubstituted(element.Attribute("Include")?.Value ?? ""));

    private static bool IsSubstituted(string package) =>
        package.StartsWith("MediatR", StringComparison.Ordinal)
        || (package.StartsWith("Grpc.", StringComparison.Ordinal) && package != "Grpc.Tools");

    private static async Task<JsonElement> EvaluateAsync(string project, params string[] arguments)
    {
        string[] kinds = ["PackageReference", "PackageDownload", "PackageVersion", "Reference", "ProjectReference"];
        var output = await Repository.RunDotnetAsync(
            ["msbuild", project, "-nologo", "-nodeReuse:false", .. kinds.Select(kind => $"-getItem:{kind}"), .. arguments]);
        return JsonDocument.Parse(output).RootElement.GetProperty("Items");
    }

    private static string[] Of(JsonElement items, string kind) =>
        [.. items.GetProperty(kind).EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!)];
}
