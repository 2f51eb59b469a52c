namespace OnDeviceRec.Data.Tests;

public class DatasetTests
{
    private static readonly Sequences Ten = Sequences.Of([.. Enumerable.Range(0, 10).Select(i => new[] { i, i })]);

    [Theory]
    [InlineData(0, 10, 0)]
    [InlineData(0.1, 9, 1)]
    [InlineData(0.29, 8, 2)]
    [InlineData(0.3, 7, 3)]
    [InlineData(0.01, 10, 0)]
    public void The_most_recent_train_sequences_are_held_out(double fraction, int train, int valid)
    {
        var split = new Dataset("d", 10, 1, Ten, Sequences.Empty).SplitValidation(fraction);
        Assert.Equal(Rows.Of(Ten)[..train], Rows.Of(split.Train));
        Assert.Equal(Rows.Of(Ten)[train..], Rows.Of(split.Valid));
        Assert.Equal(10, train + valid);
    }

    [Fact]
    public void A_share_is_that_of_the_written_fraction()
    {
        Assert.Equal(29, Share.Of(0.29, 100));
        Assert.Equal(8145, Share.Of(0.2, 40_727));
        Assert.Equal(6528, Share.Of(0.1, 65_286));
    }

    [Fact]
    public void Validation_sequences_of_its_own_are_used()
    {
        Sequences own = Sequences.Of([1, 2]);
        var dataset = new Dataset("d", 10, 1, Ten, Sequences.Empty, own);
        Assert.Equal((Ten, own), dataset.SplitValidation(0.1));
        Assert.Equal((Ten, Sequences.Empty), dataset.SplitValidation(0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_fraction_outside_is_refused(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dataset("d", 10, 1, Ten, Ten).SplitValidation(fraction));

    [Fact]
    public void Rows_sizes_and_ids_are_checked()
    {
        Sequences none = Sequences.Empty;
        Refused("row 9 in train of a catalog of 9", () => new Dataset("d", 9, 1, Ten, none));
        Refused("row 9 in test", () => new Dataset("d", 9, 1, none, Ten));
        Refused("row 9 in valid", () => new Dataset("d", 9, 1, none, none, Ten));
        Refused("minPrefix is 0", () => new Dataset("d", 10, 0, Ten, Ten));
        Refused("0 items", () => new Dataset("d", 0, 1, none, none));
        Refused("1 item ids for 10", () => new Dataset("d", 10, 1, Ten, Ten, itemIds: ["a"]));
        Refused("row 1 is blank", () => new Dataset("d", 2, 1, none, none, itemIds: ["a", "b\nc"]));
    }

    private static void Refused(string problem, Func<Dataset> make) =>
        Assert.Contains(problem, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
}
