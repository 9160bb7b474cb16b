using CleanLite.Domain.Activity;

namespace CleanLite.Application.Operations;

/// <summary>Takes the server's own figures, from wherever something happens. No call waits, none throws.</summary>
public interface IOperationsRecorder
{
    /// <summary>Counts a message that the server has dealt with: a batch, a heartbeat, an event, a model call.</summary>
    void MessageProcessed();

    /// <summary>Notes that something happened to the server; <see cref="Severity.Error"/> counts as an error.</summary>
    /// <param name="level">How grave it is.</param>
    /// <param name="type">Words joined by dots.</param>
    /// <param name="message">A sentence for a person; cut and made fit to show.</param>
    /// <param name="subject">What it is about; cut and made fit to show.</param>
    void Note(Severity level, string type, string message, string subject = "");

    /// <summary>Notes a call of a language model.</summary>
    void ModelCalled(ModelCallRecord call);
}
