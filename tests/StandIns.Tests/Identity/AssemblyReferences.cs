using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CleanLite.StandIns.Tests.Identity;

/// <summary>Every type and member that one assembly uses of some others, as text.</summary>
internal sealed class AssemblyReferences(MetadataReader reader, string[] targets)
{
    public static SortedSet<string> Read(string path, string[] targets)
    {
        using var file = new PEReader(File.OpenRead(path));
        var references = new AssemblyReferences(file.GetMetadataReader(), targets);
        return new SortedSet<string>(references.Types().Concat(references.Members()), StringComparer.Ordinal);
    }

    private IEnumerable<string> Types() => reader.TypeReferences.Where(IsTarget).Select(handle => TypeName(handle));

    private IEnumerable<string> Members() =>
        from handle in reader.MemberReferences
        let member = reader.GetMemberReference(handle)
        let type = DeclaringType(member.Parent)
        where type is { } declaring && IsTarget(declaring)
        select $"{TypeName(type.Value)}::{reader.GetString(member.Name)} {Signature(member)}";

    private static string Signature(MemberReference member) => member.GetKind() == MemberReferenceKind.Method
        ? SignatureText.Of(member.DecodeMethodSignature(SignatureText.Instance, null))
        : member.DecodeFieldSignature(SignatureText.Instance, null);

    private TypeReferenceHandle? DeclaringType(EntityHandle parent) => parent.Kind switch
    {
        HandleKind.TypeReference => (TypeReferenceHandle)parent,
        HandleKind.TypeSpecification => GenericDefinition(reader.GetTypeSpecification((TypeSpecificationHandle)parent)),
        _ => null,
    };

    // ECMA-335 II.23.2.14: GENERICINST, CLASS or VALUETYPE, then the coded handle of the generic type.
    private TypeReferenceHandle? GenericDefinition(TypeSpecification specification)
    {
        var blob = reader.GetBlobReader(specification.Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return null;
        blob.ReadCompressedInteger();
        var type = blob.ReadTypeHandle();
        return type.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)type : null;
    }

    private bool IsTarget(TypeReferenceHandle handle)
    {
        var scope = reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => IsTarget((TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => targets.Contains(
                reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name)),
            _ => false,
        };
    }

    private string TypeName(TypeReferenceHandle handle) => SignatureText.Instance.GetTypeFromReference(reader, handle, 0);
}
