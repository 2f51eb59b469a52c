namespace OnDeviceRec.Device.Tests;

public sealed class HistoryTests
{
    public static TheoryData<TableKind, ReadoutKind, HeadKind, float, Precision> Kinds => Configurations.KindsAndPrecisions;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_history_appended_to_step_by_step_equals_a_fresh_one_to_the_bit(
        TableKind table, ReadoutKind readout, HeadKind head, float norm, Precision precision)
    {
        DeviceModel model = TestModel.Random(Configurations.Of(table, readout, head, norm, maxLength: 5, precision), 1).Load();
        var steps = new History(model);
        float[] actual = new float[2100], expected = new float[2100];
        int[] items = [.. Enumerable.Range(0, 14).Select(n => 1 + (n * 997 % 2100))];
        for (int n = 0; n < items.Length; n++)
        {
            steps.Append(items[n]);
            if (n % 4 == 2) continue;
            var fresh = new History(model);
            foreach (int item in items[Math.Max(0, n - 4)..(n + 1)]) fresh.Append(item);
            model.Score(steps, actual);
            model.Score(fresh, expected);
            Assert.Equal(expected, actual);
            model.Score(steps, actual);
            Assert.Equal(expected, actual);
        }

        Assert.Equal(5, steps.Count);
        Assert.Equal(5, steps.Capacity);
    }

    [Theory]
    [InlineData(ReadoutKind.SoftAttention, HeadKind.Catalog)]
    [InlineData(ReadoutKind.SoftAttention, HeadKind.Copy)]
    [InlineData(ReadoutKind.Last, HeadKind.Copy)]
    public void Cleared_is_as_new(ReadoutKind readout, HeadKind head)
    {
        DeviceModel model = TestModel.Random(Configurations.Of(TableKind.TensorTrain, readout, head), 2).Load();
        History used = new(model), fresh = new(model);
        float[] actual = new float[2100], expected = new float[2100];
        used.Append(3);
        used.Append(4);
        model.Score(used, actual);
        used.Clear();
        Assert.Equal(0, used.Count);
        used.Append(8);
        fresh.Append(8);
        model.Score(used, actual);
        model.Score(fresh, expected);
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void An_item_that_the_model_lacks_is_refused(int item)
    {
        var history = new History(TestModel.Random(Configurations.SmallestDense, 1).Load());
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => history.Append(item));
        Assert.Contains($"Item {item} is not within 1..3.", thrown.Message);
        Assert.Equal(0, history.Count);
    }
}
