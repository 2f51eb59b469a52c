using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace OnDeviceRec.Device.Tests;

public sealed class AssemblyTests
{
    [Fact]
    public void The_runtime_references_nothing_but_the_base_class_library()
    {
        using var stream = File.OpenRead(typeof(DeviceModel).Assembly.Location);
        using var executable = new PEReader(stream);
        MetadataReader metadata = executable.GetMetadataReader();
        string[] names = [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.StartsWith("System.", name));
        Assert.DoesNotContain(names, name => name is "System.Linq" or "System.Console" or "System.Text.Json" or "System.Reflection" or "System.Numerics.Tensors");
    }
}
