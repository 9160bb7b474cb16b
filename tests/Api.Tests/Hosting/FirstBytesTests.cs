using System.IO.Pipelines;
using System.Text;
using CleanLite.Api.Hosting;
using CleanLite.Testing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace CleanLite.Api.Tests.Hosting;

public sealed class FirstBytesTests : IDisposable
{
    private const string Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTime _time = new();
    private readonly TestMeters _meters = new();
    private readonly Pipe _sent = new();
    private readonly DefaultConnectionContext _connection;
    private string? _passed;

    public FirstBytesTests()
    {
        _connection = new DefaultConnectionContext("1", new Duplex(_sent.Reader, new Pipe().Writer), null!);
    }

    public void Dispose()
    {
        _sent.Writer.Complete();
        _meters.Dispose();
    }

    [Theory]
    [InlineData(Preface)]
    [InlineData(Preface + "and more")]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("\n")]
    public async Task Connection_ThatBegins_IsPassedOnWithAllItSent(string text)
    {
        var passing = Pass();
        foreach (var letter in text) await SendAsync($"{letter}");
        await passing.WaitAsync(Eventually.Patience);
        _passed.ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n")]
    [InlineData("GET / HTTP/1.1")]
    public async Task Connection_ThatDoesNot_IsEndedWhenItsTimeIsUp(string text)
    {
        using var counted = new MeterSums(_meters);
        var passing = Pass();
        await SendAsync(text);
        _time.Advance(Patience - TimeSpan.FromMilliseconds(1));
        passing.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await passing.WaitAsync(Eventually.Patience);
        await EndedAsync();
        counted["cleanlite.connections.mute"].ShouldBe(1);
    }

    [Theory]
    [InlineData("\u0016\u0003\u0001")]
    [InlineData("\0\0\0\u0004")]
    [InlineData("PRI\0")]
    public async Task Connection_ThatSendsNoText_IsEndedAtOnce(string text)
    {
        var passing = Pass();
        await SendAsync(text);
        await passing.WaitAsync(Eventually.Patience);
        await EndedAsync();
    }

    [Fact]
    public async Task Connection_WithALineThatDoesNotEnd_IsEndedAtOnce()
    {
        var passing = Pass();
        await SendAsync(new string('a', 511));
        passing.IsCompleted.ShouldBeFalse();
        await SendAsync("a");
        await passing.WaitAsync(Eventually.Patience);
        await EndedAsync();
    }

    [Fact]
    public async Task Connection_ThatClosesBeforeItBegins_IsEnded()
    {
        var passing = Pass();
        await _sent.Writer.CompleteAsync();
        await passing.WaitAsync(Eventually.Patience);
        await EndedAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("PRI * HTTP")]
    public async Task Connection_ThatIsResetBeforeItBegins_IsEndedAndNotCountedAsMute(string text)
    {
        using var counted = new MeterSums(_meters);
        var passing = Pass();
        await SendAsync(text);
        await _sent.Writer.CompleteAsync(new ConnectionResetException("reset"));
        await passing.WaitAsync(Eventually.Patience);
        await EndedAsync();
        counted["cleanlite.connections.mute"].ShouldBe(0);
    }

    [Fact]
    public async Task Connection_ThatHasNotBegunWhenTheServerStops_IsEndedAtOnce()
    {
        using var closing = new CancellationTokenSource();
        _connection.Features.Set<IConnectionLifetimeNotificationFeature>(new Stopping { ConnectionClosedRequested = closing.Token });
        var passing = Pass();
        passing.IsCompleted.ShouldBeFalse();
        await closing.CancelAsync();
        await passing.WaitAsync(Eventually.Patience);
        await EndedAsync();
    }

    [Fact]
    public async Task Connection_WhereHttp1IsSpoken_BeginsWithAnyByte()
    {
        var passing = Pass(http1: true);
        await SendAsync("\0");
        await passing.WaitAsync(Eventually.Patience);
        _passed.ShouldBe("\0");
    }

    private async Task EndedAsync()
    {
        var ended = new TaskCompletionSource();
        await using var _ = _connection.ConnectionClosed.Register(ended.SetResult);
        await ended.Task.WaitAsync(Eventually.Patience);
        _passed.ShouldBeNull();
    }

    private Task Pass(bool http1 = false)
    {
        var metrics = new ConnectionMetrics(_meters);
        return new FirstBytes("grpc", http1, Patience, metrics, _time).PassAsync(_connection, async connection =>
        {
            _passed = Encoding.Latin1.GetString((await connection.Transport.Input.ReadAsync()).Buffer);
        });
    }

    private async Task SendAsync(string text) => await _sent.Writer.WriteAsync(Encoding.Latin1.GetBytes(text));

    private sealed class Stopping : IConnectionLifetimeNotificationFeature
    {
        public CancellationToken ConnectionClosedRequested { get; set; }

        public void RequestClose()
        {
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
