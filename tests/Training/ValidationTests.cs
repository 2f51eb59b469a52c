using OnDeviceRec.Autograd;
using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tests;
using OnDeviceRec.Training;

namespace OnDeviceRec.Training.Tests;

public sealed class ValidationTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void The_metrics_are_those_of_a_naive_full_ranking(bool compressed, bool copies)
    {
        using SequenceModel model = SmallModels.Make(compressed, ReadoutKind.SoftAttention, copies: copies);
        Examples examples = Examples();
        // More than one batch of the validation, and a last one that is smaller.
        Assert.True(examples.Count > 128 && examples.Count % 128 != 0);
        ValidationResult result = new Validation(examples, model.Table.Items, model.Configuration.Encoder.MaxLength).Run(model);

        int longest = model.Configuration.Encoder.MaxLength;
        int[] ranks =
        [
            .. Enumerable.Range(0, examples.Count).Select(i => Rank(model, examples.Prefix(i, longest).ToArray(), examples.Target(i))),
        ];
        Assert.Equal(ranks.Average(rank => rank < 20 ? 1.0 : 0), result.HitRate20, 1e-9);
        Assert.Equal(ranks.Average(rank => rank < 20 ? 1.0 / (rank + 1) : 0), result.ReciprocalRank20, 1e-9);
        Assert.Equal(ranks.Average(rank => rank < 10 ? 1 / Math.Log2(rank + 2) : 0), result.Gain10, 1e-9);
        Assert.Equal(result.HitRate20 + result.ReciprocalRank20, result.Criterion);
    }

    [Fact]
    public void Validating_changes_no_weight_and_gives_the_same_again()
    {
        using SequenceModel model = SmallModels.Make(compressed: true, ReadoutKind.Last);
        int[][] before = [.. model.Parameters.Select(SmallModels.Bits)];
        var validation = new Validation(Examples(), model.Table.Items, model.Configuration.Encoder.MaxLength);
        Assert.Equal(validation.Run(model), validation.Run(model));
        Assert.Equal(before, model.Parameters.Select(SmallModels.Bits));
        Assert.All(model.Parameters, parameter => Assert.False(parameter.Gradient!.Span.ContainsAnyExcept(0f)));
    }

    [Fact]
    public void A_score_that_is_not_finite_is_an_error()
    {
        using SequenceModel model = SmallModels.Make(compressed: false, ReadoutKind.Last);
        model.Parameters[0].Value.Row(3)[0] = float.NaN;
        Assert.Throws<ArithmeticException>(() => new Validation(Examples(), model.Table.Items, 9).Run(model));
    }

    private static Examples Examples() => new(
        SyntheticCatalog.Generate(
            new SyntheticOptions { Items = SmallModels.Items, Sequences = 60, Categories = 3, Stages = 3, Styles = 2, MaxLength = 15 },
            seed: 1).Train,
        minPrefix: 1);

    private static int Rank(SequenceModel model, int[] prefix, int target)
    {
        double[] scores = SmallModels.Scores(model, prefix);
        return Enumerable.Range(0, scores.Length).Count(v => scores[v] > scores[target] || (scores[v] == scores[target] && v < target));
    }
}
