using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Models.Safetensors;

namespace OnDeviceRec.Models.Tests.Safetensors;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public void Numbers_of_three_kinds_are_read()
    {
        const string Header = """
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F16","shape":[1,2],"data_offsets":[8,12]},
             "none":{"dtype":"F32","shape":[0,5],"data_offsets":[12,12]},"c":{"dtype":"BF16","shape":[],"data_offsets":[12,14]},
             "__metadata__":{"format":"pt"}}
            """;
        using SafetensorsFile file = Open(Header, [0, 0, 128, 63, 0, 0, 32, 192, 0, 60, 0, 193, 0x20, 0xC1]);
        Assert.Equal([1f, -2.5f], file.Read("a"));
        Assert.Equal([1f, -2.5f], file.Read("b"));
        Assert.Equal([-10f], file.Read("c"));
        Assert.Empty(file.Read("none"));
        Assert.Equal([1L, 2L], file.Tensors["b"].Shape);
        Assert.Equal("pt", Assert.Single(file.Metadata).Value);
    }

    [Theory]
    [InlineData("F32", "[2]", "[0,8]", 7, "its tensors end at 8, its bytes at 7")]
    [InlineData("F32", "[2]", "[0,8]", 9, "its tensors end at 8, its bytes at 9")]
    [InlineData("F32", "[2]", "[4,12]", 12, "tensor a starts at 4, expected 0")]
    [InlineData("F32", "[3]", "[0,8]", 8, "tensor a is described wrongly")]
    [InlineData("F32", "[-2]", "[0,8]", 8, "tensor a is described wrongly")]
    [InlineData("F32", "[4611686018427387904,4]", "[0,0]", 0, "tensor a is described wrongly")]
    [InlineData("F32", "[2.5]", "[0,10]", 10, "tensor a is described wrongly")]
    [InlineData("F32", "2", "[0,8]", 8, "tensor a is described wrongly")]
    [InlineData("F32", "[2]", "[8,0]", 8, "tensor a is described wrongly")]
    [InlineData("F32", "[2]", "[0,4,8]", 8, "tensor a is described wrongly")]
    [InlineData("I64", "[1]", "[0,8]", 8, "tensor a is described wrongly")]
    public void A_tensor_that_breaks_a_rule_is_refused(string type, string shape, string places, int bytes, string reason) =>
        Refuses($$$"""{"a":{"dtype":"{{{type}}}","shape":{{{shape}}},"data_offsets":{{{places}}}}}""", bytes, reason);

    [Theory]
    [InlineData(2, "b", "tensor b starts at 2, expected 4")]
    [InlineData(4, "a", "names something twice")]
    [InlineData(6, "b", "tensor b starts at 6, expected 4")]
    public void Two_tensors_do_not_overlap_leave_no_hole_and_have_two_names(int from, string name, string reason) => Refuses(
        $$$"""
        {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},
         "{{{name}}}":{"dtype":"F32","shape":[1],"data_offsets":[{{{from}}},{{{from + 4}}}]}}
        """,
        from + 4,
        reason);

    [Theory]
    [InlineData("""{"a":7}""", "tensor a is described wrongly")]
    [InlineData("""{"__metadata__":{"n":1}}""", "n of its metadata is no text")]
    [InlineData("""{"__metadata__":[]}""", "its metadata are no object")]
    [InlineData("[]", "its header is no JSON object")]
    [InlineData("""{"\uD800":7}""", "a text of its header is no Unicode")]
    [InlineData("{", "its header is no JSON")]
    public void A_header_that_is_none_is_refused(string header, string reason) => Refuses(header, 0, reason);

    [Theory]
    [InlineData(0, 7, "7 bytes are no header")]
    [InlineData(ulong.MaxValue, 8, "says that it has 18446744073709551615 bytes")]
    [InlineData(100_000_001, 8, "a header at most 100000000")]
    [InlineData(9, 16, "says that it has 9 bytes; the file has 16")]
    public void A_header_s_length_is_checked_before_memory_is_taken(ulong length, int bytes, string reason)
    {
        byte[] file = new byte[bytes];
        if (bytes >= sizeof(ulong)) BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        File.WriteAllBytes(folder["x"], file);
        Assert.Contains(reason, Refusal(folder["x"]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_is_said()
    {
        Assert.Contains("cannot be read", Refusal(folder["none"]), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Refusal(folder.Path), StringComparison.Ordinal);
    }

    [Property(MaxTest = 300)]
    public Property A_file_with_a_byte_changed_or_cut_is_read_or_refused()
    {
        byte[] whole = File.ReadAllBytes(Repository.PathOf("tests", "fixtures", "sasrec.safetensors"));
        return Prop.ForAll(
            Gen.Choose(0, 4200).ToArbitrary(), Gen.Choose(1, 255).ToArbitrary(), Gen.Choose(-60, 20).ToArbitrary(), (place, change, cut) =>
            {
                byte[] changed = whole[..^Math.Max(0, cut)];
                changed[place] ^= (byte)change;
                File.WriteAllBytes(folder["x"], changed);
                try
                {
                    using SafetensorsFile file = SafetensorsFile.Open(folder["x"]);
                    foreach ((string name, SafetensorsEntry entry) in file.Tensors) Assert.Equal(entry.Count, file.Read(name).Length);
                }
                catch (DataFormatException e)
                {
                    Assert.StartsWith(folder["x"], e.Message, StringComparison.Ordinal);
                }
            });
    }

    public void Dispose() => folder.Dispose();

    private static string Refusal(string path) => Assert.Throws<DataFormatException>(() => SafetensorsFile.Open(path)).Message;

    private void Refuses(string header, int bytes, string reason) => Assert.Contains(
        reason, Assert.Throws<DataFormatException>(() => Open(header, new byte[bytes])).Message, StringComparison.Ordinal);

    private SafetensorsFile Open(string header, byte[] data)
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(header), length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        File.WriteAllBytes(folder["x"], [.. length, .. text, .. data]);
        return SafetensorsFile.Open(folder["x"]);
    }
}
