using System.Reflection;

namespace CleanLite.StandIns.Tests.Identity;

public sealed class IdentityTests
{
    [Theory]
    [InlineData("Grpc.Core.Api", "2.0.0.0", "d754f35622e28bad")]
    [InlineData("Grpc.Net.Common", "2.0.0.0", "d754f35622e28bad")]
    [InlineData("MediatR.Contracts", "2.0.1.0", "bb9a41a5e8aaa7e2")]
    public void StandIn_BearsTheNameVersionAndTokenOfTheOfficialAssembly(string name, string version, string token)
    {
        var identity = Assembly.Load(name).GetName();

        identity.Name.ShouldBe(name);
        identity.Version.ShouldBe(Version.Parse(version));
        Convert.ToHexStringLower(identity.GetPublicKeyToken()!).ShouldBe(token);
        identity.CultureName.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(OfficialAssemblies.Names), MemberType = typeof(OfficialAssemblies))]
    public void OfficialAssembly_AsksForExactlyTheIdentitiesThatTheStandInsBear(string official)
    {
        var asked = OfficialAssemblies.Named(official).GetReferencedAssemblies()
            .Where(reference => OfficialAssemblies.StandIns.Contains(reference.Name)).ToArray();

        asked.ShouldNotBeEmpty();
        asked.ShouldAllBe(reference => Assembly.Load(reference.Name!).FullName == reference.FullName);
    }

    [Fact]
    public void StandIns_AreOurs_NotThePackages() =>
        OfficialAssemblies.StandIns.ShouldAllBe(name =>
            Assembly.Load(name).GetCustomAttribute<AssemblyProductAttribute>()!.Product == "CleanLite");
}
