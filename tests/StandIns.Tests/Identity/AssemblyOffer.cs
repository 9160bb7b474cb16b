using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CleanLite.StandIns.Tests.Identity;

/// <summary>Every type and member that an assembly lets others use or override, as text.</summary>
internal sealed class AssemblyOffer(MetadataReader reader)
{
    public static IReadOnlyCollection<string> Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var offer = new AssemblyOffer(file.GetMetadataReader());
        return [.. offer.Types().SelectMany(offer.WithMembers)];
    }

    private IEnumerable<TypeDefinitionHandle> Types() => reader.TypeDefinitions.Where(IsVisible);

    private IEnumerable<string> WithMembers(TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = SignatureText.Instance.GetTypeFromDefinition(reader, handle, 0);
        return [name, .. Methods(type, name), .. Fields(type, name)];
    }

    private IEnumerable<string> Methods(TypeDefinition type, string typeName) =>
        from method in type.GetMethods().Select(reader.GetMethodDefinition)
        where (method.Attributes & MethodAttributes.MemberAccessMask)
            is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem
        select $"{typeName}::{reader.GetString(method.Name)} {SignatureText.Of(method.DecodeSignature(SignatureText.Instance, null))}";

    private IEnumerable<string> Fields(TypeDefinition type, string typeName) =>
        from field in type.GetFields().Select(reader.GetFieldDefinition)
        where (field.Attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family
        select $"{typeName}::{reader.GetString(field.Name)} {field.DecodeSignature(SignatureText.Instance, null)}";

    private bool IsVisible(TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => IsVisible(type.GetDeclaringType()),
            _ => false,
        };
    }
}
