using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using OnDeviceRec.Baselines.SequenceKnn;

namespace OnDeviceRec.Baselines.Tests.SequenceKnn;

public class CountTreeTests
{
    [Property]
    public Property The_greatest_count_is_that_of_the_lowest_row_that_has_it() =>
        Prop.ForAll(
            Gen.Choose(1, 9).ToArbitrary(),
            Gen.Zip(Gen.Choose(0, 8), Gen.Choose(0, 3)).ListOf().ToArbitrary(),
            (items, changes) =>
            {
                var tree = new CountTree(items);
                int[] counts = new int[items];
                foreach ((int row, int count) in changes)
                {
                    tree[row % items] = counts[row % items] = count;
                    bool any = tree.TryGreatest(out int greatest, out int found);
                    Assert.Equal((counts.Max() > 0, counts.Max()), (any, found));
                    if (any) Assert.Equal(Array.IndexOf(counts, counts.Max()), greatest);
                }
            });
}
