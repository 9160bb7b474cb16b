using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CleanLite.StandIns.Tests.Mediation;

public sealed class MediatorTests
{
    [Fact]
    public async Task Send_WithBehaviour_PassesThroughItToTheHandler()
    {
        await using var services = Build();

        var answer = await services.GetRequiredService<ISender>().Send(new Question("six times seven"));

        answer.ShouldBe("42");
        services.GetRequiredService<Journal>().Lines.ShouldBe(["before Question", "asked six times seven", "after Question"]);
    }

    [Fact]
    public async Task Send_RequestWithoutAnswer_RunsItsHandler()
    {
        await using var services = Build();

        await services.GetRequiredService<ISender>().Send(new Order("tea"));

        services.GetRequiredService<Journal>().Lines.ShouldContain("ordered tea");
    }

    [Fact]
    public async Task Publish_TwoHandlers_RunsBoth()
    {
        await using var services = Build();

        await services.GetRequiredService<IPublisher>().Publish(new News("rain"));

        services.GetRequiredService<Journal>().Lines.ShouldBe(["first heard rain", "second heard rain"], ignoreOrder: true);
    }

    [Fact]
    public async Task CreateStream_DeliversEveryItem()
    {
        await using var services = Build();

        var items = new List<int>();
        await foreach (var item in services.GetRequiredService<ISender>().CreateStream(new CountTo(3)))
            items.Add(item);

        items.ShouldBe([1, 2, 3]);
    }

    private static ServiceProvider Build() => new ServiceCollection()
        .AddSingleton<Journal>()
        .AddMediatR(options => options.RegisterServicesFromAssemblyContaining<MediatorTests>().AddOpenBehavior(typeof(JournalBehaviour<,>)))
        .BuildServiceProvider();
}
