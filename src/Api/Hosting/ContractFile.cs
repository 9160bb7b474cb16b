using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace CleanLite.Api.Hosting;

/// <summary>One document of the contract, held in memory.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Content">Its bytes, as they lie in <c>docs</c>.</param>
/// <param name="Tag">Changes whenever they do.</param>
internal sealed record ContractFile(string ContentType, byte[] Content, EntityTagHeaderValue Tag)
{
    /// <summary>Reads it from beside the program.</summary>
    public static ContractFile Read(string path, string contentType)
    {
        var content = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "contract", path));
        return new ContractFile(contentType, content, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))}\""));
    }
}
