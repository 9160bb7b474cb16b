using CleanLite.Api.Hosting;
using CleanLite.Application.Security;
using Microsoft.Extensions.Configuration;

namespace CleanLite.Api.Tests.Security;

/// <summary>The file of the settings may change while the server runs; whatever is wrong with it changes nothing.</summary>
public sealed class SettingsFilesTests : IDisposable
{
    private const string First = """{"CleanLite":{"Security":{"ViewerTokens":[{"Name":"v","Token":"viewer-token-0123456789"}]}}}""";

    private readonly TokenFolder _folder = new();
    private readonly SettingsFiles _files;

    public SettingsFilesTests()
    {
        var configuration = new ConfigurationBuilder().AddJsonFile(_folder.Write("appsettings.json", First), optional: true).Build();
        _files = new SettingsFiles(configuration, SettingsReader.Read(configuration).Settings.Security);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void File_Unchanged_SaysTheSame() => Read().ShouldHaveSingleItem().Name.ShouldBe("v");

    [Fact]
    public void File_Changed_IsReadAgain()
    {
        _folder.Write("appsettings.json", First.Replace("\"v\"", "\"w\"", StringComparison.Ordinal));
        Read().ShouldHaveSingleItem().Name.ShouldBe("w");
        _folder.Write("appsettings.json", "{}");
        Read().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{\"CleanLite\":{\"Secur")]
    [InlineData("")]
    [InlineData("""{"CleanLite":{"Http":{"Port":"many"}}}""")]
    public void File_HalfWrittenOrWrong_ChangesNothingUntilItIsRight(string content)
    {
        _folder.Write("appsettings.json", content);
        _files.TryRead(out _, out var fault).ShouldBeFalse();
        fault!.ShouldNotContain("token-0123456789");
        _files.TryRead(out _, out _).ShouldBeFalse();
        _folder.Write("appsettings.json", First);
        Read().ShouldHaveSingleItem();
    }

    [Fact]
    public void File_GoneForAMoment_ChangesNothingUntilItIsBack()
    {
        _folder.Delete("appsettings.json");
        _files.TryRead(out _, out var fault).ShouldBeFalse();
        fault.ShouldBe("appsettings.json is gone or cannot be read; what it said before holds.");
        _files.TryRead(out _, out _).ShouldBeFalse();
        _folder.Write("appsettings.json", First);
        Read().ShouldHaveSingleItem().Name.ShouldBe("v");
    }

    private IList<TokenOptions> Read()
    {
        _files.TryRead(out var options, out var fault).ShouldBeTrue(fault);
        return options!.ViewerTokens;
    }
}
