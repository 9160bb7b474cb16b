using System.Reflection;

namespace CleanLite.StandIns.Tests.Identity;

public sealed class MemberReferenceTests
{
    [Theory]
    [MemberData(nameof(OfficialAssemblies.Names), MemberType = typeof(OfficialAssemblies))]
    public void OfficialAssembly_EveryReferenceIntoTheStandIns_Resolves(string official)
    {
        var used = AssemblyReferences.Read(OfficialAssemblies.Named(official).Location, OfficialAssemblies.StandIns);

        var offered = OfficialAssemblies.StandIns.SelectMany(name => AssemblyOffer.Read(Assembly.Load(name).Location)).ToHashSet();

        used.ShouldNotBeEmpty();
        used.Where(reference => !offered.Contains(reference)).ShouldBeEmpty();
    }

    // Loading a type checks what no reference shows: that it implements our interfaces and overrides all that we left abstract.
    [Theory]
    [MemberData(nameof(OfficialAssemblies.Names), MemberType = typeof(OfficialAssemblies))]
    public void OfficialAssembly_EveryType_Loads(string official)
    {
        var failures = new List<string>();
        try
        {
            OfficialAssemblies.Named(official).GetTypes().ShouldNotBeEmpty();
        }
        catch (ReflectionTypeLoadException e)
        {
            failures.AddRange(e.LoaderExceptions.Select(cause => cause?.Message ?? ""));
        }

        failures.ShouldBeEmpty();
    }

    [Fact]
    public void AssemblyReferences_OfThisTest_SeeGenericAndNestedMembers()
    {
        var used = AssemblyReferences.Read(typeof(MemberReferenceTests).Assembly.Location, OfficialAssemblies.StandIns);

        used.ShouldContain("Grpc.Core.Metadata+Entry");
        used.ShouldContain("Grpc.Core.IAsyncStreamReader`1::get_Current instance !0 `0()");
    }

    [Fact]
    public void AssemblyOffer_LeavesOutWhatIsInternal()
    {
        var offered = AssemblyOffer.Read(typeof(global::Grpc.Core.Metadata).Assembly.Location);

        offered.ShouldContain("Grpc.Core.Metadata::get_Count instance Int32 `0()");
        offered.ShouldNotContain("Grpc.Core.CallFlags");
        offered.ShouldNotContain(member => member.StartsWith("Grpc.Core.Metadata::ThrowIfReadOnly", StringComparison.Ordinal));
    }
}
