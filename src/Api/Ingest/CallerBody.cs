using System.IO.Pipelines;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace CleanLite.Api.Ingest;

/// <summary>
/// The body of a single call. A caller that goes away in the middle of its message cancels the call; the official server would take the exception of the read
/// for an error of the method's, and log it as one.
/// </summary>
internal sealed class CallerBody(PipeReader body) : PipeReader, IRequestBodyPipeFeature
{
    public PipeReader Reader => this;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await body.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "The caller is gone.", e));
        }
    }

    public override bool TryRead(out ReadResult result) => body.TryRead(out result);

    public override void AdvanceTo(SequencePosition consumed) => body.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => body.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => body.CancelPendingRead();

    public override void Complete(Exception? exception = null) => body.Complete(exception);
}
