using System.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using MediatR;

namespace CleanLite.StandIns.Tests.Identity;

internal static class OfficialAssemblies
{
    public static readonly Assembly[] All = [typeof(GrpcServiceOptions).Assembly, typeof(GrpcChannel).Assembly, typeof(IMediator).Assembly];

    public static readonly string[] StandIns = ["Grpc.Core.Api", "Grpc.Net.Common", "MediatR.Contracts"];

    public static TheoryData<string> Names => [.. All.Select(assembly => assembly.GetName().Name!)];

    public static Assembly Named(string name) => All.Single(assembly => assembly.GetName().Name == name);
}
