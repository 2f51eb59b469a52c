namespace OnDeviceRec.Evaluation.Tests;

public class RankedListTests
{
    [Theory]
    [InlineData(new[] { 1f, 3f, 2f }, 2, new[] { 1, 2 })]
    [InlineData(new[] { 1f, 3f, 2f }, 5, new[] { 1, 2, 0 })]
    [InlineData(new[] { 2f, 1f, 2f, 1f, 2f }, 4, new[] { 0, 2, 4, 1 })]
    [InlineData(new[] { 1f }, 0, new int[0])]
    [InlineData(new float[0], 3, new int[0])]
    public void The_greatest_come_first_and_equal_ones_by_lower_row(float[] scores, int length, int[] expected)
    {
        int[] rows = new int[length];
        int count = RankedList.Greatest(scores, rows);
        Assert.Equal(expected, rows.Take(count));
    }
}
