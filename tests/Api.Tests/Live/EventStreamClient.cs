using System.Text.Json;

namespace CleanLite.Api.Tests.Live;

/// <summary>Reads Server-Sent Events as a browser does (WHATWG HTML, section 9.2.6).</summary>
internal sealed class EventStreamClient : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private StreamReader? _lines;

    public static async Task<EventStreamClient> OpenAsync(TestServer server, string query, string? lastEventId = null)
    {
        var client = new EventStreamClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Http, "/live/sse" + query));
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await client._http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode().Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        client._lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        return client;
    }

    /// <summary>The next event whose message is of a type; others before it are passed over.</summary>
    public async Task<(string? Id, JsonElement Data)> NextAsync(string type)
    {
        while (true)
        {
            var (id, data) = await NextAsync();
            if (data.GetProperty("type").GetString() == type) return (id, data);
        }
    }

    public void Dispose()
    {
        _lines?.Dispose();
        _http.Dispose();
    }

    private async Task<(string? Id, JsonElement Data)> NextAsync()
    {
        string? id = null, data = null;
        while (true)
        {
            var line = await _lines!.ReadLineAsync().WaitAsync(Eventually.Patience);
            line.ShouldNotBeNull("The server ended the stream.");
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
            else if (line.Length == 0 && data is not null) return (id, JsonElement.Parse(data));
        }
    }
}
