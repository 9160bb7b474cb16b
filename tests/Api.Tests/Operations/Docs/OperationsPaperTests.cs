using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using CleanLite.Api.Hosting;
using CleanLite.Api.Operations.Exposition;
using CleanLite.Api.Tests.Fleet;
using CleanLite.V1;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CleanLite.Api.Tests.Operations.Docs;

/// <summary>docs/operations.md says what the code does: every endpoint, setting, metric and log event, and nothing else.</summary>
public sealed class OperationsPaperTests
{
    [Fact]
    public async Task Endpoints_OfTheServer_AreThoseOfThePaper()
    {
        await using var server = await TestServer.StartAsync();
        var served = server.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => !e.RoutePattern.RawText!.Contains("unimplemented", StringComparison.Ordinal))
            .SelectMany(e => MethodsOf(e).Select(m => $"{m} /{e.RoutePattern.RawText!.TrimStart('/')}"))
            .Distinct();
        OperationsPaper.TableOf("Endpoints").SelectMany(r => r[0].Split(", ").Select(m => $"{m} {r[1]}")).ShouldBe(served, ignoreOrder: true);
    }

    [Fact]
    public void Settings_OfTheCode_AreThoseOfThePaper()
    {
        var paper = OperationsPaper.TableOf("Settings").ToDictionary(r => r[0], r => (Default: r[1], Allowed: r[2]));
        var settings = SettingsOf(new Settings(), "").ToList();
        paper.Keys.ShouldBe(settings.Select(s => s.Key), ignoreOrder: true);
        foreach (var (key, property, value) in settings)
        {
            paper[key].Allowed.ShouldBe(property.GetCustomAttribute<RangeAttribute>() is { } range
                ? string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}")
                : "", key);
            if (value is not System.Collections.IList) SettingValue.Parse(property.PropertyType, paper[key].Default).ShouldBe(value, key);
        }
    }

    [Fact]
    public async Task Metrics_OfTheServer_AreThoseOfThePaper()
    {
        await using var server = await TestServer.StartAsync();

        // A room that makes its instruments with its first use.
        using var agent = await TestAgent.ConnectAsync(server.Client);
        await agent.SendAsync(new AgentMessage { Event = new AgentEvent { Type = "task.created" } });
        await agent.SendAsync(new AgentMessage { Heartbeat = new Heartbeat() });
        await agent.ReadAsync();
        var shapes = server.Services.GetRequiredService<MetricReadings>().Shapes
            .Where(s => s.Name.StartsWith("cleanlite_", StringComparison.Ordinal) || s.Name.StartsWith("process_", StringComparison.Ordinal))
            .Select(s => (Name: s.Type == MetricType.Counter ? s.Name + "_total" : s.Name, Type: s.Type.ToString().ToLowerInvariant()))
            .Distinct();
        OperationsPaper.TableOf("Metrics").Select(r => (r[0], r[1])).ShouldBe(shapes, ignoreOrder: true);
    }

    [Fact]
    public void LogEvents_OfTheCode_AreThoseOfThePaper()
    {
        Assembly[] assemblies = [typeof(CleanLiteServer).Assembly, typeof(Infrastructure.InfrastructureServices).Assembly, typeof(Application.ApplicationServices).Assembly];
        var events = assemblies.SelectMany(a => a.GetTypes())
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Select(m => m.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(l => $"{l.EventId} {l.Level} {l.Message.Replace("|", "/", StringComparison.Ordinal)}")
            .ToList();
        events.Select(e => e.Split(' ')[0]).ShouldBeUnique();
        OperationsPaper.TableOf("Log events").Select(r => $"{r[0]} {r[1]} {r[2]}").ShouldBe(events, ignoreOrder: true);
    }

    [Fact]
    public void Limits_WhatTheyName_Exists()
    {
        var settings = OperationsPaper.TableOf("Settings").Select(r => r[0]).ToHashSet();
        var metrics = OperationsPaper.TableOf("Metrics").Select(r => r[0]).ToHashSet();
        var tests = Directory.EnumerateFiles(Path.Combine(OperationsPaper.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(f => Path.GetFileNameWithoutExtension(f), File.ReadAllText);
        foreach (var limit in OperationsPaper.TableOf("Limits"))
        {
            foreach (var setting in limit[1].Split(", ", StringSplitOptions.RemoveEmptyEntries)) settings.ShouldContain(setting, limit[0]);
            if (limit[2].Length > 0) metrics.ShouldContain(limit[2], limit[0]);
            var (name, method) = (limit[3].Split('.')[0], limit[3].Split('.')[1]);
            tests[name].ShouldContain(text => text.Contains($" {method}(", StringComparison.Ordinal), limit[3]);
        }
    }

    private static IReadOnlyList<string> MethodsOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is not null
        ? ["gRPC"]
        : endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["any"];

    // "Live:HeartbeatMs", its property and its default.
    private static IEnumerable<(string Key, PropertyInfo Property, object? Value)> SettingsOf(object target, string prefix)
    {
        foreach (var property in target.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var value = property.GetValue(target);
            if (property.CanWrite || value is System.Collections.IList) yield return (prefix + property.Name, property, value);
            else if (property.PropertyType.IsClass)
            {
                foreach (var inner in SettingsOf(value!, $"{prefix}{property.Name}:")) yield return inner;
            }
        }
    }
}
