using CleanLite.Agent.Commands;

namespace CleanLite.Agent.Tests.Commands;

public sealed class ArgumentsTests
{
    private static readonly Func<string, string?> NoEnvironment = _ => null;

    [Fact]
    public void Parse_Nothing_IsTheDefault()
    {
        var arguments = Arguments.Parse([], NoEnvironment);

        arguments.Server.ShouldBe(new Uri("http://127.0.0.1:4317"));
        arguments.Http.ShouldBeNull();
        arguments.Interval.ShouldBe(TimeSpan.FromSeconds(1));
        arguments.Mode.ShouldBe(Mode.Run);
        arguments.Collect.ShouldBe(HostOptions.Groups);
        arguments.Token.ShouldBeNull();
        arguments.AllowedActions.ShouldBe(["refresh"]);
        arguments.StateDirectory.ShouldBeNull();
    }

    [Fact]
    public void Parse_ActionsAndState_AreTaken()
    {
        var arguments = Arguments.Parse(["--allow-action", "restart", "--state=/var/lib/x"], NoEnvironment);

        arguments.AllowedActions.ShouldBe(["refresh", "restart"]);
        arguments.StateDirectory.ShouldBe("/var/lib/x");
        Arguments.Parse([], name => name == "STATE_DIRECTORY" ? "/var/lib/y" : null).StateDirectory.ShouldBe("/var/lib/y");
        Should.Throw<UsageException>(() => Arguments.Parse(["--allow-action", "shell"], NoEnvironment)).Message.ShouldContain("refresh, restart");
    }

    [Fact]
    public void Parse_Everything_IsTaken()
    {
        var arguments = Arguments.Parse(
            ["--server", "https://m.example.org:4317", "--http", "https://m.example.org", "--interval=500ms", "--name", "web-1", "--label", "env=prod", "--label", "role=a=b", "--collect", "cpu, memory", "--once"],
            NoEnvironment);

        arguments.Server.ShouldBe(new Uri("https://m.example.org:4317"));
        arguments.Http.ShouldBe(new Uri("https://m.example.org"));
        arguments.Interval.ShouldBe(TimeSpan.FromMilliseconds(500));
        arguments.Name.ShouldBe("web-1");
        arguments.Labels.ShouldBe(new Dictionary<string, string> { ["env"] = "prod", ["role"] = "a=b" }, ignoreOrder: true);
        arguments.Collect.ShouldBe(["cpu", "memory"]);
        arguments.Mode.ShouldBe(Mode.Once);
    }

    [Fact]
    public void Parse_Environment_IsTakenAndArgumentsWin()
    {
        var environment = new Dictionary<string, string?>
        {
            ["CLEANLITE_SERVER"] = "http://a:1",
            ["CLEANLITE_TOKEN"] = "secret",
            ["CLEANLITE_NAME"] = "from-environment",
            ["CLEANLITE_INTERVAL"] = "5s",
            ["CLEANLITE_COLLECT"] = "cpu",
            ["CLEANLITE_HOST_ROOT"] = "/hostfs",
        };

        var arguments = Arguments.Parse(["--name", "from-argument"], environment.GetValueOrDefault);

        arguments.Server.ShouldBe(new Uri("http://a:1"));
        arguments.Token.ShouldBe("secret");
        arguments.Name.ShouldBe("from-argument");
        arguments.Interval.ShouldBe(TimeSpan.FromSeconds(5));
        arguments.Collect.ShouldBe(["cpu"]);
        arguments.Root.ShouldBe("/hostfs");
    }

    [Theory]
    [InlineData("1s", 1_000)]
    [InlineData("0.5s", 500)]
    [InlineData("100ms", 100)]
    [InlineData("5m", 300_000)]
    [InlineData("2", 2_000)]
    public void Parse_Interval_TakesUnits(string text, int milliseconds) =>
        Arguments.Parse(["--interval", text], NoEnvironment).Interval.TotalMilliseconds.ShouldBe(milliseconds);

    [Theory]
    [InlineData("--interval", "5x", "100ms to 60m")]
    [InlineData("--interval", "99ms", "100ms to 60m")]
    [InlineData("--interval", "-1s", "100ms to 60m")]
    [InlineData("--interval", "ms", "100ms to 60m")]
    [InlineData("--interval", "", "100ms to 60m")]
    [InlineData("--interval", "61m", "100ms to 60m")]
    [InlineData("--server", "localhost:4317", "http://")]
    [InlineData("--server", "ftp://x", "http://")]
    [InlineData("--name", "two words", "[A-Za-z0-9._:@/-]")]
    [InlineData("--label", "novalue", "name=value")]
    [InlineData("--collect", "cpu,gpu", "filesystem")]
    [InlineData("--collect", ",", "filesystem")]
    public void Parse_BadValue_NamesTheValueAndWhatIsAllowed(string name, string value, string allowed)
    {
        var message = Should.Throw<UsageException>(() => Arguments.Parse([name, value], NoEnvironment)).Message;

        message.ShouldContain($"{name} is '{value}'");
        message.ShouldContain(allowed);
    }

    [Theory]
    [InlineData("--sever")]
    [InlineData("web-1")]
    [InlineData("--server")]
    public void Parse_UnknownOrIncomplete_IsRefused(string argument) =>
        Should.Throw<UsageException>(() => Arguments.Parse([argument], NoEnvironment)).Message.ShouldContain(argument);

    [Fact]
    public void Parse_BadEnvironment_NamesTheVariable() =>
        Should.Throw<UsageException>(() => Arguments.Parse([], name => name == "CLEANLITE_INTERVAL" ? "soon" : null))
            .Message.ShouldContain("CLEANLITE_INTERVAL is 'soon'");
}
