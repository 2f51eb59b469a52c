using System.Buffers.Binary;

namespace OnDeviceRec.Device.Tests.Format;

/// <summary>Whatever happens to the bytes of a model file, it is refused with <see cref="ModelFormatException"/> or it is a model.</summary>
public sealed class MutationTests
{
    private static readonly byte[] Dense = TestModel.Random(Configurations.SmallestDense, 1).Bytes();
    private static readonly byte[] Train = TestModel.Random(Configurations.SmallestTrain, 1).Bytes();

    [Fact]
    public void Every_truncation_is_refused()
    {
        foreach (byte[] file in (byte[][])[Dense, Train])
        {
            for (int length = 0; length < file.Length; length++)
            {
                byte[] bytes = file[..length];
                Assert.False(Loads(bytes));
                if (length < 24) continue;
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), (ulong)length);
                Assert.False(Loads(Mutation.Sign(bytes)));
            }
        }
    }

    [Fact]
    public void Every_changed_byte_is_noticed()
    {
        foreach (byte[] file in (byte[][])[Dense, Train])
        {
            byte[] bytes = [.. file];
            for (int at = 0; at < bytes.Length; at++)
            {
                foreach (byte change in (byte[])[1, 0x80, 0xFF])
                {
                    bytes[at] ^= change;
                    Assert.False(Loads(bytes));
                    bytes[at] ^= change;
                }
            }
        }
    }

    [Fact]
    public void Mutations_are_refused_or_are_models()
    {
        var random = new Random(20);
        int models = 0;
        for (int n = 0; n < 8000; n++)
        {
            byte[] bytes = Mutation.Of(n % 2 == 0 ? Dense : Train, random);
            if (n % 4 >= 2) Mutation.Sign(bytes);
            if (Loads(bytes)) models++;
        }

        Assert.InRange(models, 100, 4000);
    }

    // A model that loads has to work: give a list or say that a score is none.
    private static bool Loads(byte[] bytes)
    {
        try
        {
            DeviceModel model = DeviceModel.Load(bytes);
            var history = new History(model);
            history.Append(model.Configuration.Items);
            int count = model.Recommend(history, new int[20], new float[20]);
            Assert.Equal(Math.Min(20, model.Configuration.Items), count);
            return true;
        }
        catch (ModelFormatException e)
        {
            Assert.NotEmpty(e.Message);
            return false;
        }
        catch (NonFiniteScoreException)
        {
            return true;
        }
    }
}
