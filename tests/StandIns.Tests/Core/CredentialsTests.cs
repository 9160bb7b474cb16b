using Grpc.Core;
using NSubstitute;

namespace CleanLite.StandIns.Tests.Core;

public sealed class CredentialsTests
{
    private static readonly CallCredentials Call = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);

    [Fact]
    public void FromInterceptor_TellsTheTransportItsFunction()
    {
        AsyncAuthInterceptor interceptor = (_, _) => Task.CompletedTask;
        var transport = Substitute.For<CallCredentialsConfiguratorBase>();

        CallCredentials.FromInterceptor(interceptor).InternalPopulateConfiguration(transport, "state");

        transport.Received(1).SetAsyncAuthInterceptorCredentials("state", interceptor);
    }

    [Fact]
    public void Compose_TellsTheTransportEveryPartInOrder()
    {
        var other = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
        var transport = Substitute.For<CallCredentialsConfiguratorBase>();
        CallCredentials[] parts = [Call, other];
        var composed = CallCredentials.Compose(parts);
        parts[0] = other;

        composed.InternalPopulateConfiguration(transport, "state");

        transport.Received(1).SetCompositeCredentials(
            "state", Arg.Is<IReadOnlyList<CallCredentials>>(list => list.SequenceEqual(new[] { Call, other })));
    }

    [Fact]
    public void Compose_OfFewerThanTwo_Throws()
    {
        Should.Throw<ArgumentException>(() => CallCredentials.Compose(Call));
        Should.Throw<ArgumentNullException>(() => CallCredentials.Compose(null!));
        Should.Throw<ArgumentNullException>(() => CallCredentials.FromInterceptor(null!));
    }

    [Fact]
    public void Insecure_TellsTheTransportSo()
    {
        var transport = Substitute.For<ChannelCredentialsConfiguratorBase>();

        ChannelCredentials.Insecure.InternalPopulateConfiguration(transport, "state");

        transport.Received(1).SetInsecureCredentials("state");
    }

    [Fact]
    public void SecureSsl_TellsTheTransportPlainTls()
    {
        var transport = Substitute.For<ChannelCredentialsConfiguratorBase>();

        ChannelCredentials.SecureSsl.InternalPopulateConfiguration(transport, null);

        transport.Received(1).SetSslCredentials(null, null, null, null);
    }

    [Fact]
    public void SslCredentials_TellTheTransportAllTheyWereGiven()
    {
        var pair = new KeyCertificatePair("chain", "key");
        VerifyPeerCallback verify = _ => true;
        var credentials = new SslCredentials("roots", pair, verify);
        var transport = Substitute.For<ChannelCredentialsConfiguratorBase>();

        credentials.InternalPopulateConfiguration(transport, "state");

        transport.Received(1).SetSslCredentials("state", "roots", pair, verify);
        credentials.RootCertificates.ShouldBe("roots");
        credentials.KeyCertificatePair!.CertificateChain.ShouldBe("chain");
        credentials.KeyCertificatePair.PrivateKey.ShouldBe("key");
        new SslCredentials("roots").KeyCertificatePair.ShouldBeNull();
        new SslCredentials("roots", pair).KeyCertificatePair.ShouldBeSameAs(pair);
    }

    [Fact]
    public void Create_OfSecureAndCallCredentials_TellsTheTransportBoth()
    {
        var transport = Substitute.For<ChannelCredentialsConfiguratorBase>();

        ChannelCredentials.Create(ChannelCredentials.SecureSsl, Call).InternalPopulateConfiguration(transport, "state");

        transport.Received(1).SetCompositeCredentials("state", ChannelCredentials.SecureSsl, Call);
    }

    [Fact]
    public void Create_OfInsecureOrComposedCredentials_Throws()
    {
        Should.Throw<ArgumentException>(() => ChannelCredentials.Create(ChannelCredentials.Insecure, Call))
            .Message.ShouldContain("InsecureCredentials");
        Should.Throw<ArgumentException>(() =>
            ChannelCredentials.Create(ChannelCredentials.Create(ChannelCredentials.SecureSsl, Call), Call));
    }

    [Fact]
    public void CredentialParts_Null_Throw()
    {
        Should.Throw<ArgumentNullException>(() => ChannelCredentials.Create(null!, Call));
        Should.Throw<ArgumentNullException>(() => ChannelCredentials.Create(ChannelCredentials.SecureSsl, null!));
        Should.Throw<ArgumentNullException>(() => new KeyCertificatePair(null!, ""));
        Should.Throw<ArgumentNullException>(() => new KeyCertificatePair("", null!));
        Should.Throw<ArgumentNullException>(() => new AuthInterceptorContext(null!, ""));
        Should.Throw<ArgumentNullException>(() => new AuthInterceptorContext("", null!));
    }

    [Fact]
    public void AuthContext_KnowsItsPeerByTheNamedProperty()
    {
        var san = AuthProperty.Create("x509_subject_alternative_name", "agent-1"u8.ToArray());
        var other = AuthProperty.Create("transport", [1]);
        var context = new AuthContext(san.Name, new Dictionary<string, List<AuthProperty>> { [san.Name] = [san], [other.Name] = [other] });

        context.IsPeerAuthenticated.ShouldBeTrue();
        context.PeerIdentityPropertyName.ShouldBe(san.Name);
        context.PeerIdentity.Single().Value.ShouldBe("agent-1");
        context.Properties.ShouldBe([san, other]);
        context.FindPropertiesByName("transport").ShouldBe([other]);
        context.FindPropertiesByName("none").ShouldBeEmpty();
    }

    [Fact]
    public void AuthContext_WithoutAPeer_HasNoIdentity()
    {
        var context = new AuthContext(null, []);

        context.IsPeerAuthenticated.ShouldBeFalse();
        context.PeerIdentity.ShouldBeEmpty();
    }

    [Fact]
    public void AuthProperty_CopiesItsValueInAndOut()
    {
        byte[] bytes = [1];
        var property = AuthProperty.Create("p", bytes);
        bytes[0] = 2;
        property.ValueBytes[0] = 3;

        property.ValueBytes.ShouldBe([1]);
    }
}
