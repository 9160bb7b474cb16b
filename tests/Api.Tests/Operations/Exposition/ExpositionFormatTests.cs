using CleanLite.Api.Operations.Exposition;

namespace CleanLite.Api.Tests.Operations.Exposition;

public sealed class ExpositionFormatTests
{
    private const string Text = "text/plain; version=0.0.4; charset=utf-8";
    private const string Open = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    [Theory]
    [InlineData("", Text)]
    [InlineData("*/*", Text)]
    [InlineData("text/html, */*;q=0.1", Text)]
    [InlineData("text/plain;version=0.0.4", Text)]
    [InlineData("application/openmetrics-text", Open)]
    [InlineData("application/openmetrics-text; version=1.0.0", Open)]
    [InlineData("application/openmetrics-text; version=\"1.0.0\"; charset=utf-8", Open)]
    [InlineData("application/openmetrics-text; version=0.0.1", Text)]
    [InlineData("application/openmetrics-text; version=2.0.0", Text)]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0", Text)]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.2,text/plain;version=0.0.4;q=0.3", Text)]
    [InlineData("text/plain;q=0.5, application/openmetrics-text;q=0.5", Open)]
    [InlineData("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", Open)]
    [InlineData("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2", Open)]
    [InlineData("APPLICATION/OPENMETRICS-TEXT", Open)]
    [InlineData(";;;,,,q=", Text)]
    public void Negotiate_Accept_GivesWhatTheScraperWouldRatherHave(string accept, string contentType) =>
        ExpositionFormat.Negotiate([accept]).ContentType.ShouldBe(contentType);
}
