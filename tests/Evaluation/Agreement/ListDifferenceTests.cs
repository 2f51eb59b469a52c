using OnDeviceRec.Evaluation.Agreement;

namespace OnDeviceRec.Evaluation.Tests.Agreement;

public class ListDifferenceTests
{
    [Fact]
    public void It_is_the_largest_of_an_items_two_scores_wherever_it_stands()
    {
        Assert.Equal(0, ListDifference.Largest([7, 3], [8, 4], [7, 3], [8, 4]));
        Assert.Equal(0.2, ListDifference.Largest([7, 3], [8, 4], [7, 3], [10, 4]), 1e-6);
        Assert.Equal(0.2, ListDifference.Largest([7, 3], [5, 4], [3, 7], [5, 4]), 1e-6);
    }

    [Fact]
    public void Other_items_count_by_what_they_missed_the_list_by_from_either_side()
    {
        Assert.Equal(0.5, ListDifference.Largest([7, 3], [8, 8], [7, 5], [8, 4]));
        Assert.Equal(0.5, ListDifference.Largest([7, 5], [8, 4], [7, 3], [8, 8]));
        Assert.Equal(0.75, ListDifference.Largest([7, 3], [8, 2], [9, 3], [8, 2]));
    }
}
