using OnDeviceRec.Data;
using OnDeviceRec.Jobs.Reports;

namespace OnDeviceRec.Jobs.Tests.Reports;

public class SplitProfileTests
{
    // Of ten items the head is two: rows 4 and 1. Examples: 4 → 4 (repeat, head), 4 4 → 7 (unseen), 1 → 2, 2 → 1 (head).
    [Fact]
    public void Worked_shares()
    {
        Sequences before = Sequences.Of([4, 4, 4], [1, 1, 2]), split = Sequences.Of([4, 4, 7], [1, 2], [2, 1]);
        var dataset = new Dataset("worked", 10, 1, before, split);
        Assert.Equal(new SplitProfile(3, 4, 7 / 3.0, Repeats: 0.25, Unseen: 0.25, Head: 0.5), SplitProfile.Of(before, split, dataset));
    }

    [Fact]
    public void A_split_that_asks_nothing_has_none()
    {
        var dataset = new Dataset("worked", 10, 2, Sequences.Of([1, 2, 3]), Sequences.Of([1, 2]));
        Assert.Null(SplitProfile.Of(dataset.Train, dataset.Test, dataset));
    }
}
