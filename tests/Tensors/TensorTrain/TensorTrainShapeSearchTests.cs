using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace OnDeviceRec.Tensors.Tests;

public sealed class TensorTrainShapeSearchTests
{
    [Fact]
    public void The_balanced_shape_for_tmall_is_the_papers()
    {
        TensorTrainShape shape = TensorTrainShapeSearch.Balanced(40_727, 128, 27);
        Assert.Equal("I (169, 241), J (16, 8), R (60), t 2", shape.ToString());
        Assert.Equal(191_160, shape.Parameters);
    }

    [Theory]
    [InlineData(40_727, 27, "I (16, 2546), J (128, 1), R (42), t 1")]
    [InlineData(40_727, 30, "I (17, 2396), J (128, 1), R (38), t 1")]
    [InlineData(36_968, 30, "I (16, 2311), J (128, 1), R (36), t 1")]
    [InlineData(40_727, 100, "I (28, 1455), J (64, 2), R (11), t 1")]
    [InlineData(6_000, 30, "I (11, 546), J (64, 2), R (14), t 1")]
    [InlineData(100, 30, "I (5, 20), J (8, 16), R (1), t 1")]
    public void The_default_is_the_cheapest_with_enough_numbers_of_an_items_own(int items, double compression, string shape)
    {
        TensorTrainShape found = TensorTrainShapeSearch.Default(items, 128, compression);
        Assert.Equal(shape, found.ToString());
        Assert.True(found.Compression >= compression);
    }

    [Theory]
    [InlineData(40_727, "I (17, 2396), J (128, 1), R (38), t 1")]
    [InlineData(6_000, "I (11, 546), J (64, 2), R (14), t 1")]
    [InlineData(1_000, "I (4, 250), J (64, 2), R (11), t 1")]
    [InlineData(398, "I (3, 133), J (64, 2), R (14), t 1")]
    [InlineData(20, "I (1, 20), J (64, 2), R (13), t 1")]
    [InlineData(1, "I (1, 1), J (128, 1), R (1), t 1")]
    public void A_smaller_compression_is_taken_where_the_wanted_one_leaves_too_little(int items, string shape) =>
        Assert.Equal(shape, TensorTrainShapeSearch.OfEnoughNumbers(items, 128, 30).ToString());

    [Fact]
    public void Where_no_compression_leaves_enough_the_train_holds_any_table()
    {
        Assert.Equal("I (1, 1), J (1, 1), R (1), t 1", TensorTrainShapeSearch.OfEnoughNumbers(1, 1, 30).ToString());
        Assert.Throws<ArgumentException>(() => TensorTrainShapeSearch.OfEnoughNumbers(40, 8, 0.5));
        Assert.Throws<ArgumentException>(() => TensorTrainShapeSearch.OfEnoughNumbers(0, 8, 2));
    }

    [Fact]
    public void Cheap_shapes_of_the_papers_rate_are_found()
    {
        IReadOnlyList<TensorTrainShape> plain = TensorTrainShapeSearch.Candidates(40_727, 128, 27.27, block: 1);
        Assert.Equal("I (15, 2716), J (128, 1), R (41), t 1", plain[0].ToString());
        Assert.Equal(43, plain[0].MacsPerItem, 0.5);
        TensorTrainShape two = TensorTrainShapeSearch.Candidates(40_727, 128, 27.27)[0];
        Assert.Equal("I (15, 2716), J (64, 2), R (82), t 2", two.ToString());
        Assert.Equal("I (30, 1358), J (64, 2), R (41), t 1", plain[1].ToString());
        Assert.Contains(plain, shape => shape.ToString() == "I (169, 241), J (16, 8), R (41), t 1");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Candidates_keep_the_rate_are_sorted_and_use_their_whole_budget(int cores)
    {
        IReadOnlyList<TensorTrainShape> found = TensorTrainShapeSearch.Candidates(5_000, 64, 20, cores);
        Assert.Equal(found.OrderByDescending(shape => shape.Ranks[0]).ThenBy(shape => shape.MacsPerItem), found);
        Assert.Equal(found.Count, found.Select(shape => shape.ToString()).Distinct().Count());
        Assert.All(found, shape =>
        {
            Assert.True(shape.Compression >= 20);
            Assert.Equal((cores, 5_000, 64, 2), (shape.Cores, shape.Items, shape.Width, shape.Block));
            int[] next = Array.ConvertAll(shape.Ranks.ToArray(), rank => rank + 2);
            Assert.True(new TensorTrainShape(5_000, shape.Rows, shape.Columns, next, 2).Compression < 20);
        });
    }

    [Property]
    public Property The_balanced_shape_has_at_least_the_wanted_rate_and_the_largest_rank() => Prop.ForAll(
        Gen.Choose(50, 100_000).ToArbitrary(),
        Gen.Elements(8, 31, 48, 64, 100, 128).ToArbitrary(),
        Gen.Choose(10, 400).ToArbitrary(),
        (items, width, tenths) =>
        {
            double wanted = tenths / 10d;
            TensorTrainShape shape;
            try
            {
                shape = TensorTrainShapeSearch.Balanced(items, width, wanted);
            }
            catch (UnreachableCompressionException error)
            {
                Assert.True(error.Largest < wanted);
                Assert.Equal(error.Largest, TensorTrainShapeSearch.Balanced(items, width, Math.Max(error.Largest, 1)).Compression, 1e-6);
                return;
            }

            Assert.True(shape.Compression >= wanted);
            Assert.Equal(width % 2 == 0 ? 2 : 1, shape.Block);
            int next = shape.Ranks[0] + shape.Block;
            int most = Math.Min(shape.CoreShape(0).Rows, shape.CoreShape(1).Count / shape.PlainRanks[1]);
            if (shape.PlainRanks[1] < most)
                Assert.True(new TensorTrainShape(items, shape.Rows, shape.Columns, [next], shape.Block).Compression < wanted);
        });

    [Theory]
    [InlineData(40_727, "I (169, 241), J (16, 8), R (60), t 2", 191_160)]
    [InlineData(1_000_000, "I (1000, 1000), J (16, 8), R (60), t 2", 1_080_000)]
    public void A_balanced_shape_of_a_given_rank(int items, string shape, long parameters)
    {
        TensorTrainShape balanced = TensorTrainShapeSearch.Balanced(items, 128, rank: 60, block: 2);
        Assert.Equal((shape, parameters), (balanced.ToString(), balanced.Parameters));
        Assert.Throws<ArgumentException>(() => TensorTrainShapeSearch.Balanced(items, 128, rank: 60, block: 3));
    }

    [Fact]
    public void The_largest_rate_can_be_asked_for_where_its_quotient_is_rounded()
    {
        var error = Assert.Throws<UnreachableCompressionException>(() => TensorTrainShapeSearch.Balanced(1332, 8, 34.9));
        Assert.Equal(error.Largest, TensorTrainShapeSearch.Balanced(1332, 8, error.Largest).Compression, 1e-9);
    }

    [Fact]
    public void A_rate_out_of_reach_names_the_largest_and_the_remedy()
    {
        var error = Assert.Throws<UnreachableCompressionException>(() => TensorTrainShapeSearch.Balanced(40_727, 128, 5_000));
        Assert.Equal(
            "No shape compresses a table of 40727 × 128 5000 times; the largest compression is 818.11: ask for less.", error.Message);
        Assert.Equal(5_213_056d / 6_372, error.Largest, 1e-9);
        Assert.Equal(1, TensorTrainShapeSearch.Balanced(40_727, 128, error.Largest).PlainRanks[1]);
        Assert.Throws<UnreachableCompressionException>(() => TensorTrainShapeSearch.Candidates(40_727, 128, 5_000));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(-3)]
    [InlineData(double.NaN)]
    public void A_rate_below_one_is_refused(double compression)
    {
        var error = Assert.Throws<UnreachableCompressionException>(() => TensorTrainShapeSearch.Balanced(40_727, 128, compression));
        Assert.Contains("is no compression; ask for one between 1 and 818.11.", error.Message, StringComparison.Ordinal);
        Assert.Throws<UnreachableCompressionException>(() => TensorTrainShapeSearch.Candidates(40_727, 128, compression));
    }

    [Fact]
    public void Sizes_without_shapes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => TensorTrainShapeSearch.Candidates(100, 9, 2));
        Assert.Throws<ArgumentException>(() => TensorTrainShapeSearch.Candidates(100, 8, 2, cores: 4));
        Assert.Throws<ArgumentException>(() => TensorTrainShapeSearch.Balanced(0, 8, 2));
    }
}
