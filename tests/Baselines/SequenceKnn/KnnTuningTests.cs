using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Evaluation;

namespace OnDeviceRec.Baselines.Tests.SequenceKnn;

public class KnnTuningTests
{
    private const double Share = 0.2;

    private static readonly Dataset Data = SmallData.Shop;

    [Fact]
    public void The_settings_chosen_validate_at_least_as_well_as_those_next_to_them()
    {
        KnnTuning tuning = Tuning(Data);
        KnnOptions plain = tuning.Neighbors(), repeats = tuning.WithRepeats(plain);
        Assert.Equal(0, plain.RepeatWeight);
        Assert.True(repeats.RepeatWeight > 0);
        double best = Validate(plain)["HR@20"];
        foreach (float decay in (float[])[0.45f, 1.8f, 7.2f, 28.8f])
            Assert.True(best >= Validate(plain with { ItemDecay = decay })["HR@20"]);
        double bestSum = Sum(repeats);
        foreach (float weight in (float[])[0.25f, 1, 4]) Assert.True(bestSum >= Sum(repeats with { RepeatRecency = weight }));
        Assert.True(bestSum >= Sum(plain with { RepeatWeight = 1 }));

        static double Sum(KnnOptions options) => Validate(options)["HR@20"] + Validate(options)["MRR@20"];
    }

    [Fact]
    public void Test_sequences_make_no_difference()
    {
        var noise = new Dataset("noise", Data.Items, Data.MinPrefix, Data.Train, Sequences.Of([3, 3, 3], [1, 2]));
        KnnTuning tuning = Tuning(Data), other = Tuning(noise);
        Assert.Equal(tuning.Neighbors(), other.Neighbors());
        Assert.Equal(tuning.WithRepeats(new KnnOptions()), other.WithRepeats(new KnnOptions()));
    }

    [Fact]
    public void Without_a_validation_example_the_settings_stay_and_a_note_says_so()
    {
        var heard = new HeardProgress();
        var tuning = new KnnTuning(Data, 0, heard, TestContext.Current.CancellationToken);
        Assert.Equal(new KnnOptions(), tuning.Neighbors());
        Assert.Equal(new KnnOptions { RepeatWeight = 1 }, tuning.WithRepeats(new KnnOptions()));
        Assert.Equal(2, heard.Notes.Count(note => note.Contains("no validation example", StringComparison.Ordinal)));
    }

    [Fact]
    public void Progress_counts_all_trials_and_tuning_can_be_stopped()
    {
        var heard = new HeardProgress();
        new KnnTuning(Data, Share, heard, TestContext.Current.CancellationToken).Neighbors();
        Assert.Equal(heard.Reports.OrderBy(report => report.Done), heard.Reports);
        Assert.All(heard.Reports, report => Assert.InRange(report.Done, 1, report.Total));
        int examples = new Examples(Data.SplitValidation(Share).Valid, Data.MinPrefix).Count;
        Assert.Equal(2 * (7 + 7) * examples, heard.Reports[^1].Total);

        using var stop = new CancellationTokenSource();
        var stopping = new HeardProgress();
        stopping.Act = _ => { if (stopping.Reports.Count == 3) stop.Cancel(); };
        Assert.ThrowsAny<OperationCanceledException>(() => new KnnTuning(Data, Share, stopping, stop.Token).Neighbors());
        Assert.True(stopping.Reports.Count < heard.Reports.Count);
    }

    private static KnnTuning Tuning(Dataset dataset) => new(dataset, Share, new HeardProgress(), TestContext.Current.CancellationToken);

    private static Metrics Validate(KnnOptions options)
    {
        (Sequences before, Sequences valid) = Data.SplitValidation(Share);
        var index = new KnnIndex(before, Data.Items);
        return Evaluator.Run(
            () => new KnnRanker(index, options), valid, Data.MinPrefix, new Popularity(Data.Train, Data.Items), threads: 2).Metrics;
    }
}
