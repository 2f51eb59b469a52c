using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OnDeviceRec.Device.Tests.Format;

public sealed class PlacementTests
{
    [Fact]
    public void Worked_rows()
    {
        var placement = new Placement(2, [1, 0, 0, 1, 0]);
        Assert.Equal([1, 0, 2, 3, 4], placement.Rows.ToArray());
        Assert.Equal([1, 0, 2, 3, 4], placement.Items.ToArray());
        Assert.Equal([1, 0, 3, 2], new Placement(2, [1, 0, 1, 0]).Rows.ToArray());
    }

    [Fact]
    public void The_document_s_worked_rows_are_those_of_the_file()
    {
        byte[] bytes = TestModel.Random(Configurations.SmallestPlaced, 1).Bytes();
        Assert.Equal([1, 0, 0, 1, 0], Rewritten([1, 0, 0, 1, 0]));
        Assert.Contains("the bytes 01 00 00 01 00 have the rows 1, 0, 2, 3, 4", File.ReadAllText(Repository.PathOf("docs", "format.md")), StringComparison.Ordinal);

        byte[] Rewritten(int[] last)
        {
            TestModel model = TestModel.Of(ModelFile.Parse(bytes));
            model.Placement = new Placement(2, last);
            byte[] file = model.Bytes();
            return file[FileParts.Start(file, FileParts.Sections(file) - 1)..];
        }
    }

    [Property(MaxTest = 200)]
    public Property Every_row_is_one_item_s_and_its_last_coordinate_the_one_given() =>
        Prop.ForAll(Grids(), grid =>
        {
            var placement = new Placement(grid.LastRows, grid.Last);
            int[] rows = placement.Rows.ToArray();
            Assert.Equal(Enumerable.Range(0, rows.Length), rows.Order());
            Assert.Equal(grid.Last, rows.Select(row => row % grid.LastRows));
            for (int item = 0; item < rows.Length; item++) Assert.Equal(item, placement.Items[rows[item]]);
            foreach (IGrouping<int, int> alike in rows.GroupBy(row => row % grid.LastRows)) Assert.Equal(alike.Order(), alike);
        });

    [Property(MaxTest = 100)]
    public Property What_is_written_is_read() =>
        Prop.ForAll(Grids(), grid =>
        {
            var placement = new Placement(grid.LastRows, grid.Last);
            byte[] bytes = new byte[Placement.Bytes(grid.Last.Length, grid.LastRows)];
            placement.Write(bytes);
            Assert.Equal(placement.Rows.ToArray(), Placement.Read(bytes, grid.Last.Length, grid.LastRows).Rows.ToArray());
        });

    [Fact]
    public void Bits_behind_the_last_item_are_refused()
    {
        // Three items of nine bits leave five.
        byte[] bytes = new byte[4];
        new Placement(300, [0, 2, 1]).Write(bytes);
        Assert.Equal([0, 2, 1], Placement.Read(bytes, 3, 300).Rows.ToArray());
        bytes[3] |= 0x80;
        Assert.Contains("behind the last item", Assert.Throws<ModelFormatException>(() => Placement.Read(bytes, 3, 300)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_without_a_row_is_named()
    {
        Refused(2, [0, 1, 2], "item 3 has the last coordinate 2 of 2");
        Refused(2, [0, -1], "item 2 has the last coordinate -1 of 2");
        Refused(2, [0, 0, 0], "item 3 has the last coordinate 0 of 2, where no row is left");
        Refused(300, [0, 2], "item 2 has the last coordinate 2 of 300");
    }

    [Fact]
    public void A_writer_takes_the_places_of_its_configuration_and_no_others()
    {
        ModelConfiguration placed = Configurations.SmallestPlaced, plain = Configurations.SmallestTrain;
        Assert.Throws<ArgumentException>(() => new ModelFileWriter(placed));
        Assert.Throws<ArgumentException>(() => new ModelFileWriter(plain, placement: new Placement(2, [0, 1, 0])));
        Assert.Throws<ArgumentException>(() => new ModelFileWriter(placed, placement: new Placement(2, [0, 1, 0])));
        Assert.Throws<ArgumentException>(() => new ModelFileWriter(placed, placement: new Placement(5, [0, 1, 2, 3, 4])));
        Assert.Throws<ArgumentException>(() => new ModelConfiguration(3, 2, 2, 1, 1, 2, ReadoutKind.Last, isPlaced: true));
    }

    private static void Refused(int lastRows, int[] last, string part) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => new Placement(lastRows, last)).Message, StringComparison.Ordinal);

    private static Arbitrary<Grid> Grids() => Arb.From(
        from items in Gen.Choose(1, 700)
        from lastRows in Gen.Choose(1, 400)
        from seed in Gen.Choose(0, 1000)
        select Grid.Shuffled(items, lastRows, new System.Random(seed)));

    private sealed record Grid(int LastRows, int[] Last)
    {
        public static Grid Shuffled(int items, int lastRows, System.Random random)
        {
            int[] last = [.. Enumerable.Range(0, items).Select(row => row % lastRows)];
            random.Shuffle(last);
            return new Grid(lastRows, last);
        }
    }
}
