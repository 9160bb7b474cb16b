using CleanLite.Api.Security;

namespace CleanLite.Api.Hosting;

/// <summary>Serves the documents that describe the server (live.md, section 8). The build copies them from <c>docs</c>; they hold no secret.</summary>
internal static class ContractFiles
{
    /// <summary>Where each lies, under the path it is served at, and its media type: RFC 9512 for YAML, JSON Schema's own, and plain JSON, which every reader of OpenAPI takes.</summary>
    private static readonly (string Path, string ContentType)[] Files =
    [
        ("asyncapi.yaml", "application/yaml"),
        ("schemas/live.v1.json", "application/schema+json"),
        ("openapi/v1.json", "application/json"),
    ];

    public static void MapContractFiles(this WebApplication app)
    {
        foreach (var (path, contentType) in Files)
        {
            var file = ContractFile.Read(path, contentType);
            app.MapMethods($"/{path}", [HttpMethods.Get, HttpMethods.Head], (HttpResponse response) =>
            {
                // A client may keep it, but asks each time: the server may have been replaced by a newer one.
                response.Headers.CacheControl = "no-cache";
                return Results.Bytes(file.Content, file.ContentType, entityTag: file.Tag);
            }).IsOpen();
        }
    }
}
