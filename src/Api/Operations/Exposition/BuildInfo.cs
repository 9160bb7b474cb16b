using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.InteropServices;
using CleanLite.Application.Operations;

namespace CleanLite.Api.Operations.Exposition;

/// <summary>What runs, as a gauge that is always 1.</summary>
internal sealed class BuildInfo
{
    public BuildInfo(IMeterFactory factory, ServerLifecycle server)
    {
        KeyValuePair<string, object?>[] tags = [new("version", server.Version), new("commit", Commit()), new("runtime", RuntimeInformation.FrameworkDescription)];
        factory.Create(CleanLiteMeter.Name)
            .CreateObservableGauge("cleanlite.build_info", () => new Measurement<int>(1, tags), null, "Always 1; the labels say what runs.");
    }

    // "0.1.0+0f3c...": the SDK writes the commit behind the version.
    private static string Commit() =>
        typeof(BuildInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var commit, ..]
            ? commit
            : "unknown";
}
