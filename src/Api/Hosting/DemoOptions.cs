using System.ComponentModel.DataAnnotations;

namespace CleanLite.Api.Hosting;

/// <summary>A synthetic fleet to look at (settings <c>CleanLite:Demo</c>).</summary>
internal sealed class DemoOptions
{
    /// <summary>How many synthetic agents report, through the ordinary gRPC door.</summary>
    [Range(0, 5_000)]
    public int Agents { get; set; }
}
