using Grpc.Core;

namespace CleanLite.StandIns.Tests.Core;

public sealed class RpcExceptionTests
{
    private static readonly Status Failed = new(StatusCode.Aborted, "lost the race");

    [Fact]
    public void Message_UnlessGiven_IsTheStatus()
    {
        new RpcException(Failed).Message.ShouldBe("Status(StatusCode=\"Aborted\", Detail=\"lost the race\")");
        new RpcException(Failed, new Metadata()).Message.ShouldBe("Status(StatusCode=\"Aborted\", Detail=\"lost the race\")");
        new RpcException(Failed, "mine").Message.ShouldBe("mine");
        new RpcException(Failed, new Metadata(), "mine").Message.ShouldBe("mine");
    }

    [Fact]
    public void StatusAndTrailers_AreThoseGiven()
    {
        var trailers = new Metadata { { "a", "1" } };
        var failure = new RpcException(Failed, trailers);

        failure.Status.ShouldBe(Failed);
        failure.StatusCode.ShouldBe(StatusCode.Aborted);
        failure.Trailers.ShouldBeSameAs(trailers);
        new RpcException(Failed).Trailers.ShouldBeEmpty();
    }

    [Fact]
    public void InnerException_IsTheLocalCauseOfTheStatus()
    {
        var cause = new TimeoutException();

        new RpcException(new Status(StatusCode.Unavailable, "", cause)).InnerException.ShouldBeSameAs(cause);
    }

    [Fact]
    public void Trailers_Null_Throws() => Should.Throw<ArgumentNullException>(() => new RpcException(Failed, (Metadata)null!));
}
