using System.Collections.ObjectModel;

namespace Grpc.Core;

/// <summary>Several call credentials as one.</summary>
internal sealed class CompositeCallCredentials : CallCredentials
{
    private readonly ReadOnlyCollection<CallCredentials> _credentials;

    public CompositeCallCredentials(CallCredentials[] credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        if (credentials.Length < 2)
            throw new ArgumentException("Composing needs two or more credentials.", nameof(credentials));
        _credentials = Array.AsReadOnly([.. credentials]);
    }

    public override void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state) =>
        configurator.SetCompositeCredentials(state, _credentials);
}
