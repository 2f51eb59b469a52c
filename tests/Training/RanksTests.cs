using System.Collections.Concurrent;
using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Data.Tests;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Distillation;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tests;
using OnDeviceRec.Tensors;
using OnDeviceRec.Tensors.Tests;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Training.Tests;

/// <summary>
/// Ranks that train together end with the bits of one alone: the default preset's teacher and student, with all that belongs to it, on a
/// catalog of several blocks for each of eight ranks.
/// </summary>
public sealed class RanksTests : IDisposable
{
    private const int Items = 5_000, Bits = 12;

    private static readonly Dataset Shop = SyntheticCatalog.Generate(
        new SyntheticOptions
        {
            Items = Items,
            Sequences = 200,
            TestSequences = 10,
            Categories = 4,
            Stages = 3,
            Styles = 2,
            ItemExponent = 1,
            MaxLength = 9,
        },
        seed: 5);

    private static readonly TrainingOptions Options = new()
    {
        Epochs = 2, Batch = 100, LearningRate = 5e-3f, Dropout = 0.3f, Schedule = LearningRateSchedule.Cosine, Seed = 9,
    };

    private readonly TempFolder folder = new();

    [Theory]
    [InlineData(2, 12)]
    [InlineData(4, 12)]
    [InlineData(4, 30)]
    [InlineData(2, 0)]
    [InlineData(8, 0)]
    public void They_end_with_the_bits_of_one_alone(int ranks, int studentBits)
    {
        Answer alone = Train(Sharing.Alone, studentBits);
        Assert.All(alone.Results, result => Assert.True(double.IsFinite(result.Loss) && result.Loss > 0));
        foreach (Answer answer in Together(ranks, rank => Train(new Sharing(rank), studentBits)))
        {
            Assert.Equal(alone.Results, answer.Results);
            Assert.Equal(alone.Bits, answer.Bits);
        }
    }

    [Fact]
    public void What_was_stopped_goes_on_with_another_number_of_them()
    {
        Answer alone = Train(Sharing.Alone, Bits);
        string path = folder["run.checkpoint"];
        Together(4, rank => Train(new Sharing(rank), Bits, Checkpoint(), stopAfter: 3));
        Assert.True(Checkpoint().Exists);
        foreach (Answer answer in Together(2, rank => Train(new Sharing(rank), Bits, Checkpoint(), resume: true)))
            Assert.Equal(alone.Bits, answer.Bits);

        CheckpointFile Checkpoint() => new(path, new RunDescription().Add("run", "ranks"));
    }

    [Fact]
    public void A_table_that_they_cannot_share_is_refused()
    {
        ThreadRanks.Run(2, rank =>
        {
            var train = new PlainTrainShape([50, 100], [4, 4], [6], block: 1);
            var model = new SequenceModel(Configuration(16) with { Table = train }, seed: 1);
            using var trainer = new Trainer(new NextItemObjective(model, 0), Options, Train(), Valid(), sharing: new Sharing(rank));
            var error = Assert.Throws<ArgumentException>(() => trainer.Run(cancellation: TestContext.Current.CancellationToken));
            Assert.Contains("several ranks", error.Message, StringComparison.Ordinal);
        });
    }

    public void Dispose() => folder.Dispose();

    private static Answer[] Together(int ranks, Func<ICollectives, Answer> train)
    {
        var answers = new ConcurrentDictionary<int, Answer>();
        ThreadRanks.Run(ranks, rank => answers[rank.Rank] = train(rank));
        return [.. answers.Values];
    }

    private static Answer Train(
        Sharing sharing, int studentBits, CheckpointFile? checkpoint = null, bool resume = false, int stopAfter = int.MaxValue)
    {
        IObjective objective = studentBits > 0
            ? Distillation(studentBits)
            : new NextItemObjective(Teacher(), Options.Dropout, labels: Labels());
        objective.Prepare();
        using var trainer = new Trainer(objective, Options, Train(), Valid(), checkpoint, resume, sharing);
        using var stop = new CancellationTokenSource();
        int steps = 0;
        TrainingOutcome outcome = trainer.Run(
            new HeardProgress
            {
                Act = _ =>
                {
                    if (++steps >= stopAfter) stop.Cancel();
                },
            },
            stop.Token);
        return new Answer(
            [.. outcome.Epochs.Select(epoch => (epoch.Loss, epoch.Terms, epoch.Valid))],
            [.. objective.Parameters.Select(SmallModels.Bits)]);
    }

    private static DistillationObjective Distillation(int bits)
    {
        var popularity = new Popularity(Shop.Train, Items);
        return new DistillationObjective(
            new SequenceModel(Configuration(8) with { Table = new BinaryCodesShape(bits) }, seed: 3),
            new TeacherEnsemble([Teacher()]),
            popularity.HeadItems(),
            new LossWeights { CrossEntropy = 1, SoftTargets = 8, Predictive = 0.1f, Temperature = 0.7f },
            Options.Dropout,
            seed: 2,
            Labels())
        {
            PredictiveNegatives = new NegativeSampler(popularity.Counts, 64),
        };
    }

    private static SequenceModel Teacher() => new(Configuration(16), seed: 1);

    private static ModelConfiguration Configuration(int width) => new()
    {
        Items = Items,
        Encoder = new EncoderSizes { Width = width, Inner = 24, Heads = 2, MaxLength = 8 },
        Head = HeadKind.Copy,
        LogitScale = 10,
    };

    private static KnnPseudoLabels Labels() => new(new KnnIndex(Shop.Train, Items), () => new KnnOptions(), weight: 1);

    private static Examples Train() => new(Shop.SplitValidation(0.2).Train, 1);

    private static Examples Valid() => new(Shop.SplitValidation(0.2).Valid, 1);

    private sealed record Answer((double Loss, LossTerms Terms, ValidationResult? Valid)[] Results, int[][] Bits);
}
