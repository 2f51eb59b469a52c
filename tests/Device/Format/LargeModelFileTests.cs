namespace OnDeviceRec.Device.Tests.Format;

/// <summary>Files of many items: however they come, and what they take.</summary>
public sealed class LargeModelFileTests
{
    [Fact]
    public void A_file_a_stream_and_a_trickle_of_bytes_give_the_same_model()
    {
        byte[] bytes = TestModel.Random(Configurations.Tiny(50_000, 16, 4, 3), 2).Bytes();
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(path, bytes);
        try
        {
            using var trickle = new TrickleStream(bytes);
            using var memory = new MemoryStream(bytes);
            float[] expected = ModelFileTests.Numbers(ModelFile.Parse(bytes), TensorRole.ItemTable);
            Assert.Equal(expected, ModelFileTests.Numbers(ModelFile.Read(path), TensorRole.ItemTable));
            Assert.Equal(expected, ModelFileTests.Numbers(ModelFile.Read(memory), TensorRole.ItemTable));
            Assert.Equal(expected, ModelFileTests.Numbers(ModelFile.Read(trickle), TensorRole.ItemTable));
            File.WriteAllBytes(path, bytes[..^1]);
            Assert.StartsWith(path + ": The file ends after", Assert.Throws<ModelFormatException>(() => DeviceModel.Load(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(Precision.Fp32)]
    [InlineData(Precision.Int8)]
    [InlineData(Precision.Int4)]
    public void A_loaded_model_takes_its_file_s_bytes_and_little_more(Precision precision)
    {
        CatalogIds ids = ItemIds.Of([.. Enumerable.Range(0, 50_000).Select(i => (long)i ^ 77)]);
        byte[] bytes = TestModel.Random(Configurations.Tiny(50_000, 16, 4, 3), 2).Bytes(ids, precision);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(path, bytes);
        try
        {
            using var memory = new MemoryStream(bytes);
            foreach (Action load in (Action[])[() => DeviceModel.Load(bytes), () => DeviceModel.Load(path), () => Load(memory)])
                Assert.InRange(Allocations.Of(load), bytes.Length, bytes.Length + (32 << 10));
        }
        finally
        {
            File.Delete(path);
        }

        static void Load(MemoryStream stream)
        {
            stream.Position = 0;
            DeviceModel.Load(stream);
        }
    }
}
