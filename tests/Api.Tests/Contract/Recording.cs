using System.Net;
using System.Text.Json;
using CleanLite.Api.Tests.Live;

namespace CleanLite.Api.Tests.Contract;

/// <summary>What was said between a real server and its clients, for tests/Contract.</summary>
internal sealed class Recording : IDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Eventually.Patience };

    private readonly List<string> _messages = [];
    private readonly List<string> _bodies = [];

    /// <summary>Where the files are.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("cleanlite-contract-").FullName;

    /// <summary>Reads until a message of a type comes that passes; keeps it and all before it.</summary>
    public async Task<JsonElement> NextAsync(LiveSocket viewer, string type, Predicate<JsonElement>? passes = null)
    {
        while (true)
        {
            var message = (await viewer.NextAsync()).ShouldNotBeNull($"The server closed before it sent a {type}.");
            _messages.Add(message.GetRawText());
            if (message.GetProperty("type").GetString() == type && (passes is null || passes(message))) return message;
        }
    }

    /// <summary>Sends a command that is as the contract has it.</summary>
    public Task SendAsync(LiveSocket viewer, string command)
    {
        _messages.Add(command);
        return viewer.SendAsync(command);
    }

    /// <summary>Makes a call of the HTTP API, keeps the answer and returns its JSON.</summary>
    /// <param name="server">The server.</param>
    /// <param name="operation">The method and the path of the OpenAPI document.</param>
    /// <param name="status">How it is to be answered.</param>
    /// <param name="path">The path as it is called, with its query; that of the document if null.</param>
    /// <param name="content">The body.</param>
    /// <param name="origin">The page that calls.</param>
    public async Task<JsonElement> CallAsync(
        TestServer server, string operation, HttpStatusCode status, string? path = null, HttpContent? content = null, string? origin = null)
    {
        var words = operation.Split(' ');
        using var request = new HttpRequestMessage(new HttpMethod(words[0]), new Uri(server.Http, path ?? words[1])) { Content = content };
        if (origin is not null) request.Headers.Add("Origin", origin);
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        var text = type == "text/event-stream" ? await FirstLineAsync(response) : await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, $"{operation}: {text}");

        var json = type.EndsWith("json", StringComparison.Ordinal) ? JsonElement.Parse(text) : JsonSerializer.SerializeToElement(text);
        _bodies.Add(JsonSerializer.Serialize(new { operation, status = (int)status, contentType = type, body = json }));
        return json;
    }

    /// <summary>Writes the files.</summary>
    public async Task SaveAsync()
    {
        await File.WriteAllLinesAsync(Path.Combine(Folder, "live.jsonl"), _messages);
        await File.WriteAllLinesAsync(Path.Combine(Folder, "http.jsonl"), _bodies);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static async Task<string> FirstLineAsync(HttpResponseMessage response)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        return (await reader.ReadLineAsync().WaitAsync(Eventually.Patience))!;
    }
}
