using System.Text.Json;
using CleanLite.Domain;

namespace CleanLite.Api.Hosting;

/// <summary>
/// Reads the small JSON bodies of commands. Anything but <c>application/json</c> is refused: a foreign page can make a browser send other types without asking
/// first, and commands act.
/// </summary>
internal static class JsonBody
{
    /// <summary>The largest body taken, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The body, or the problem to answer with.</summary>
    public static async ValueTask<(T? Body, IResult? Problem)> ReadAsync<T>(this HttpRequest request, CancellationToken cancellation)
        where T : class
    {
        if (!request.HasJsonContentType())
            return (null, Problems.Of(StatusCodes.Status415UnsupportedMediaType, "not_json", "The body is to be application/json."));
        if (await ReadBytesAsync(request, cancellation).ConfigureAwait(false) is not { } bytes)
            return (null, Problems.Of(StatusCodes.Status413PayloadTooLarge, "too_large", $"The body is larger than {MaxBytes} bytes, as many as are allowed."));
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, ApiJson.Options) is { } body
                ? (body, null)
                : (null, Problems.BadRequest("malformed", "The body is 'null'; a JSON object is allowed."));
        }
        catch (JsonException e)
        {
            return (null, Problems.BadRequest("malformed", $"The body is not what is allowed here, at {Text.Shown(e.Path ?? "$", 128)}: {Text.Shown(e.Message, 200)}"));
        }
    }

    // Null if it is larger than allowed.
    private static async ValueTask<byte[]?> ReadBytesAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MaxBytes) return null;
        while (true)
        {
            var read = await request.BodyReader.ReadAtLeastAsync(MaxBytes + 1, cancellation).ConfigureAwait(false);
            if (read.Buffer.Length > MaxBytes) return null;
            if (!read.IsCompleted) continue;
            var bytes = new byte[read.Buffer.Length];
            var at = 0;
            foreach (var part in read.Buffer)
            {
                part.Span.CopyTo(bytes.AsSpan(at));
                at += part.Length;
            }

            request.BodyReader.AdvanceTo(read.Buffer.End);
            return bytes;
        }
    }
}
