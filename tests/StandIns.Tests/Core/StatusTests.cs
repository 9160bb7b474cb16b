using Grpc.Core;

namespace CleanLite.StandIns.Tests.Core;

public sealed class StatusTests
{
    [Fact]
    public void ToString_IsTheDocumentedForm() =>
        new Status(StatusCode.NotFound, "no such agent").ToString().ShouldBe("Status(StatusCode=\"NotFound\", Detail=\"no such agent\")");

    [Fact]
    public void ToString_WithALocalCause_ShowsIt() =>
        new Status(StatusCode.Internal, "d", new InvalidOperationException("cause")).ToString()
            .ShouldBe("Status(StatusCode=\"Internal\", Detail=\"d\", DebugException=\"System.InvalidOperationException: cause\")");

    [Fact]
    public void Defaults_AreOkAndCancelledWithoutDetail()
    {
        Status.DefaultSuccess.ShouldBe(new Status(StatusCode.OK, ""));
        Status.DefaultCancelled.ShouldBe(new Status(StatusCode.Cancelled, ""));
        default(Status).StatusCode.ShouldBe(StatusCode.OK);
    }

    // The numbers travel on the wire (grpc/doc/statuscodes.md).
    [Fact]
    public void StatusCode_NumbersAreThoseOfTheSpecification() =>
        Enum.GetValues<StatusCode>().Select(code => $"{(int)code} {code}").ShouldBe([
            "0 OK", "1 Cancelled", "2 Unknown", "3 InvalidArgument", "4 DeadlineExceeded", "5 NotFound", "6 AlreadyExists",
            "7 PermissionDenied", "8 ResourceExhausted", "9 FailedPrecondition", "10 Aborted", "11 OutOfRange", "12 Unimplemented",
            "13 Internal", "14 Unavailable", "15 DataLoss", "16 Unauthenticated"]);
}
