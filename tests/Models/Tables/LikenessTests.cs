using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models.Tests.Tables;

public sealed class LikenessTests
{
    [Fact]
    public void Items_of_one_kind_get_one_last_coordinate()
    {
        // Eight directions, six items close to each, in turn.
        const int Kinds = 8, Width = 8, Each = 6;
        float[] values = new float[Kinds * Each * Width];
        new Philox(3).FillUniform(values, -0.1f, 0.1f);
        for (int item = 0; item < Kinds * Each; item++) values[(item * Width) + (item % Kinds)] += 1 + item;
        using var table = new Tensor(new Shape(Kinds * Each, Width), values);
        Placement placement = Likeness.Place(table, Kinds);
        foreach (IGrouping<int, int> kind in Enumerable.Range(0, Kinds * Each).GroupBy(item => item % Kinds))
            Assert.Single(kind.Select(item => placement.Rows[item] % Kinds).Distinct());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 1)]
    [InlineData(5, 9)]
    [InlineData(100, 7)]
    [InlineData(101, 100)]
    public void Any_grid_gets_every_item_and_the_same_ones_again(int items, int lastRows)
    {
        float[] values = new float[items * 3];
        new Philox(5).FillUniform(values, -1, 1);
        using var table = new Tensor(new Shape(items, 3), values);
        int[] rows = Likeness.Place(table, lastRows).Rows.ToArray();
        Assert.Equal(Enumerable.Range(0, items), rows.Order());
        Assert.Equal(rows, Likeness.Place(table, lastRows).Rows.ToArray());
    }

    [Fact]
    public void Equal_items_stay_in_order()
    {
        using var table = new Tensor(new Shape(6, 2));
        table.Span.Fill(1);
        Assert.Equal([0, 0, 1, 1, 2, 2], Likeness.Place(table, 3).Rows.ToArray().Select(row => row % 3));
    }

    [Fact]
    public void A_dense_table_takes_its_rows_in_another_order()
    {
        var table = new DenseItemTable(new ParameterFactory(seed: 1), items: 3, width: 2);
        new float[] { 1, 2, 3, 4, 5, 6 }.CopyTo(table.Weight.Value.Span);
        table.Reorder([2, 0, 1]);
        Assert.Equal([5, 6, 1, 2, 3, 4], table.Weight.Value.Span.ToArray());
    }
}
