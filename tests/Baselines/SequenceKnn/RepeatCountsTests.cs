using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;

namespace OnDeviceRec.Baselines.Tests.SequenceKnn;

public class RepeatCountsTests
{
    // A recency of 1 is lost beside an occurrence once exp(−age/3) is at most 2^−24: from age 50 on.
    [Theory]
    [InlineData(30, 30)]
    [InlineData(60, 57)]
    [InlineData(5_000, 57)]
    [InlineData(40_000, 57)]
    public void A_list_of_seven_takes_the_recent_rows_and_seven_more_however_long_the_sequence(int length, int taken)
    {
        var votes = new KnnVotes(new KnnIndex(Sequences.Of([0, 1]), length), new KnnOptions { RepeatWeight = 1 });
        var repeats = new RepeatCounts(votes.Own, length, recency: 1);
        for (int row = 0; row < length; row++)
        {
            votes.Append(row);
            repeats.Appended(row);
        }

        repeats.AddTo(votes, 1, places: 7);
        Assert.Equal(taken, votes.Rows.Length);
    }
}
