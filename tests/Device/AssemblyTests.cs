using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace OnDeviceRec.Device.Tests;

public sealed class AssemblyTests
{
    private const int LargestBytes = 100_000;

    // What the project makes: where lines are counted, its copy beside the tests has other instructions.
    private static string Location { get; } = Path.Combine(
        Repository.PathOf("src", "Device"),
        Path.GetRelativePath(Repository.PathOf("tests", "Device"), AppContext.BaseDirectory),
        "OnDeviceRec.Device.dll");

    [Fact]
    public void The_runtime_is_small() => Assert.InRange(new FileInfo(Location).Length, 1, LargestBytes);

    [Fact]
    public void The_runtime_references_nothing_but_the_base_class_library()
    {
        using var executable = new PEReader(File.OpenRead(Location));
        MetadataReader metadata = executable.GetMetadataReader();
        string[] names = [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(name == "netstandard" || name.StartsWith("System.", StringComparison.Ordinal), name));
        Assert.DoesNotContain(
            names,
            name => name is "System.Linq" or "System.Console" or "System.Text.Json" or "System.Reflection" or "System.Numerics.Tensors");
    }

    [Fact]
    public void The_runtime_neither_reflects_nor_calls_native_code()
    {
        using var executable = new PEReader(File.OpenRead(Location));
        MetadataReader metadata = executable.GetMetadataReader();
        string[] types =
        [
            .. metadata.TypeReferences
                .Select(metadata.GetTypeReference)
                .Select(type => $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}"),
        ];
        Assert.Contains("System.IO.Stream", types);
        Assert.DoesNotContain(
            types,
            type => type.StartsWith("System.Reflection.", StringComparison.Ordinal)
                && !type.EndsWith("Attribute", StringComparison.Ordinal));
        Assert.DoesNotContain(types, type => type is "System.Activator" or "System.Delegate" or "System.Console");
        Assert.DoesNotContain(
            metadata.MethodDefinitions, method => metadata.GetMethodDefinition(method).Attributes.HasFlag(MethodAttributes.PinvokeImpl));
    }
}
