using System.Collections.Concurrent;
using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;
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
/// catalog of several blocks for each of eight ranks, and on one of a single block, which is one rank's.
/// </summary>
public sealed class RanksTests : IDisposable
{
    private const int Items = 5_000, FewItems = 200, Bits = 12;

    private static readonly TrainingOptions Options = new()
    {
        Epochs = 2,
        Batch = 100,
        LearningRate = 5e-3f,
        Dropout = 0.3f,
        Schedule = LearningRateSchedule.Cosine,
        Seed = 9,
    };

    private static readonly ConcurrentDictionary<int, Dataset> Shops = new();

    private readonly TempFolder folder = new();

    [Theory]
    [InlineData(2, Items, 12)]
    [InlineData(4, Items, 12)]
    [InlineData(4, Items, 30)]
    [InlineData(2, Items, 0)]
    [InlineData(8, Items, 0)]
    [InlineData(4, FewItems, 12)]
    [InlineData(2, FewItems, 0)]
    public void They_end_with_the_bits_of_one_alone(int ranks, int items, int studentBits) =>
        AssertTheSame(ranks, new Case(items, studentBits, Options));

    [Fact]
    public void They_stop_at_the_same_epoch_and_restore_the_same_best_weights() =>
        AssertTheSame(2, new Case(FewItems, 0, Options with { Schedule = LearningRateSchedule.Constant, Epochs = 12, Patience = 2 }));

    [Fact]
    public void What_was_stopped_goes_on_with_another_number_of_them()
    {
        var run = new Case(Items, Bits, Options);
        Answer alone = Train(Sharing.Alone, run);
        string path = folder["run.checkpoint"];
        Together(4, rank => Train(new Sharing(rank), run, Checkpoint(), stopAfter: 3));
        Assert.True(Checkpoint().Exists);
        foreach (Answer answer in Together(2, rank => Train(new Sharing(rank), run, Checkpoint(), resume: true)))
            Assert.Equal(alone.Bits, answer.Bits);

        CheckpointFile Checkpoint() => new(path, new RunDescription().Add("run", "ranks"));
    }

    [Fact]
    public void Stopped_without_a_checkpoint_all_have_the_same_model()
    {
        var run = new Case(Items, Bits, Options);
        Answer alone = Train(Sharing.Alone, run, stopAfter: 3);
        foreach (Answer answer in Together(2, rank => Train(new Sharing(rank), run, stopAfter: 3))) Assert.Equal(alone.Bits, answer.Bits);
    }

    [Fact]
    public void Ranks_that_do_not_see_the_same_checkpoint_are_told()
    {
        var run = new Case(FewItems, Bits, Options);
        string path = folder["run.checkpoint"];
        Train(Sharing.Alone, run, Checkpoint(path), stopAfter: 2);
        ThreadRanks.Run(2, rank =>
        {
            CheckpointFile own = Checkpoint(rank.Rank == 0 ? path : folder["nothing"]);
            var error = Assert.Throws<InputException>(() => Train(new Sharing(rank), run, own, resume: true));
            Assert.Contains("ranks go on from different steps, 2, 0", error.Message, StringComparison.Ordinal);
        });

        static CheckpointFile Checkpoint(string file) => new(file, new RunDescription().Add("run", "ranks"));
    }

    [Fact]
    public void A_table_that_they_cannot_share_is_refused()
    {
        ThreadRanks.Run(2, rank =>
        {
            var train = new PlainTrainShape([50, 100], [4, 4], [6], block: 1);
            var model = new SequenceModel(Configuration(Items, 16) with { Table = train }, seed: 1);
            (Examples examples, Examples valid) = Examples(Items);
            using var trainer = new Trainer(new NextItemObjective(model, 0), Options, examples, valid, sharing: new Sharing(rank));
            var error = Assert.Throws<ArgumentException>(() => trainer.Run(cancellation: TestContext.Current.CancellationToken));
            Assert.Contains("several ranks", error.Message, StringComparison.Ordinal);
        });
    }

    public void Dispose() => folder.Dispose();

    private static void AssertTheSame(int ranks, Case run)
    {
        Answer alone = Train(Sharing.Alone, run);
        Assert.All(alone.Results, result => Assert.True(double.IsFinite(result.Loss) && result.Loss > 0));
        foreach (Answer answer in Together(ranks, rank => Train(new Sharing(rank), run)))
        {
            Assert.Equal(alone.Results, answer.Results);
            Assert.Equal(alone.Bits, answer.Bits);
        }
    }

    private static Answer[] Together(int ranks, Func<ICollectives, Answer> train)
    {
        var answers = new ConcurrentDictionary<int, Answer>();
        ThreadRanks.Run(ranks, rank => answers[rank.Rank] = train(rank));
        return [.. answers.Values];
    }

    private static Answer Train(
        Sharing sharing, Case run, CheckpointFile? checkpoint = null, bool resume = false, int stopAfter = int.MaxValue)
    {
        IObjective objective = run.StudentBits > 0
            ? Distillation(run)
            : new NextItemObjective(Teacher(run), run.Options.Dropout, labels: Labels(run));
        objective.Prepare();
        (Examples examples, Examples valid) = Examples(run.Items);
        using var trainer = new Trainer(objective, run.Options, examples, valid, checkpoint, resume, sharing);
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

    private static DistillationObjective Distillation(Case run)
    {
        var popularity = new Popularity(Shop(run.Items).Train, run.Items);
        return new DistillationObjective(
            new SequenceModel(Configuration(run.Items, 8) with { Table = new BinaryCodesShape(run.StudentBits) }, seed: 3),
            new TeacherEnsemble([Teacher(run)]),
            popularity.HeadItems(),
            new LossWeights { CrossEntropy = 1, SoftTargets = 8, Predictive = 0.1f, Temperature = 0.7f },
            run.Options.Dropout,
            seed: 2,
            Labels(run))
        {
            PredictiveNegatives = new NegativeSampler(popularity.Counts, 64),
        };
    }

    private static SequenceModel Teacher(Case run) => new(Configuration(run.Items, 16), seed: 1);

    private static ModelConfiguration Configuration(int items, int width) => new()
    {
        Items = items,
        Encoder = new EncoderSizes { Width = width, Inner = 24, Heads = 2, MaxLength = 8 },
        Head = HeadKind.Copy,
        LogitScale = 10,
    };

    private static KnnPseudoLabels Labels(Case run) =>
        new(new KnnIndex(Shop(run.Items).Train, run.Items), () => new KnnOptions(), weight: 1);

    private static (Examples Train, Examples Valid) Examples(int items)
    {
        (Sequences train, Sequences valid) = Shop(items).SplitValidation(0.2);
        return (new Examples(train, 1), new Examples(valid, 1));
    }

    private static Dataset Shop(int items) => Shops.GetOrAdd(items, _ => SyntheticCatalog.Generate(
        new SyntheticOptions
        {
            Items = items,
            Sequences = 200,
            TestSequences = 10,
            Categories = 4,
            Stages = 3,
            Styles = 2,
            ItemExponent = 1,
            MaxLength = 9,
        },
        seed: 5));

    private sealed record Case(int Items, int StudentBits, TrainingOptions Options);

    private sealed record Answer((double Loss, LossTerms Terms, ValidationResult? Valid)[] Results, int[][] Bits);
}
