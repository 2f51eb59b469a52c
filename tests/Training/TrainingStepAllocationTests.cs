using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Optimization;
using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Distillation;
using OnDeviceRec.Distillation.Tests;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Training.Tests;

/// <summary>
/// Once the largest batch has been seen, no thread allocates on the managed heap in a step, whatever the size of its batch.
/// </summary>
[Collection(WorkerPoolTestsAlone.Name)]
public sealed class TrainingStepAllocationTests : IDisposable
{
    // Large enough that every loop over items, tokens and values is shared among threads.
    private const int Items = 1_500, Width = 32, Largest = 200, Longest = 8, Runs = 6;

    private readonly int threads = WorkerPool.Threads;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void A_teacher_s_step_allocates_nothing(int count, bool copies) =>
        AllocatesNothing(new NextItemObjective(Teacher(copies), dropout: 0.3f), count);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void A_distillation_step_allocates_nothing(int count, bool copies)
    {
        LossWeights weights = SmallRun.Weights with { Temperature = copies ? 1 : 2 };
        AllocatesNothing(
            new DistillationObjective(Student(copies), SmallRun.Alone(Teacher(copies)), Head(), weights, dropout: 0.3f, seed: 2), count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_of_a_narrower_student_of_binary_codes_allocates_nothing(int count)
    {
        ModelConfiguration wide = Configuration(inner: 32, copies: true);
        var student = new SequenceModel(wide with { Encoder = wide.Encoder.OfWidth(Width / 2), Table = new BinaryCodesShape(16) }, seed: 3);
        AllocatesNothing(
            new DistillationObjective(
                student, SmallRun.Alone(Teacher(copies: true)), Head(), SmallRun.Weights, dropout: 0.3f, seed: 2),
            count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_of_a_student_of_product_codes_allocates_nothing(int count)
    {
        AllocatesNothing(
            new DistillationObjective(
                Coded(), SmallRun.Alone(Teacher(copies: true)), Head(), SmallRun.Weights, dropout: 0.3f, seed: 2),
            count);

        static SequenceModel Coded() => new(
            Configuration(inner: 32, copies: true),
            seed: 3,
            make => new CodebookItemTable(make, HashedCodes.Of(Items, 4, 256, seed: 5), Width));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_with_neighbors_labels_allocates_nothing(int count)
    {
        var index = new KnnIndex(
            Sequences.Of(
                [.. Enumerable.Range(0, 400).Select(s => Enumerable.Range(0, 6).Select(i => ((s * 31) + (i * 7)) % Items).ToArray())]),
            Items);
        var labels = new KnnPseudoLabels(index, () => new KnnOptions(), weight: 1);
        labels.Prepare();
        AllocatesNothing(new NextItemObjective(Teacher(copies: true), dropout: 0.3f, labels: labels), count);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void A_step_with_sampled_negatives_allocates_nothing(int count, bool compressed) =>
        AllocatesNothing(
            new NextItemObjective(compressed ? Student() : Teacher(), dropout: 0.3f, new NegativeSampler(new int[Items], 300)), count);

    public void Dispose() => WorkerPool.Threads = threads;

    private static SequenceModel Teacher(bool copies = false) => new(Configuration(inner: 64, copies), seed: 1);

    private static SequenceModel Student(bool copies = false)
    {
        var shape = new TensorTrainShape(Items, [30, 50], [8, 4], [6], block: 2);
        return new SequenceModel(TableShapeSearch.WithTrain(Configuration(inner: 32, copies), shape), seed: 3);
    }

    private static ModelConfiguration Configuration(int inner, bool copies) => new()
    {
        Items = Items,
        Encoder = new EncoderSizes { Width = Width, Inner = inner, Heads = 2, MaxLength = Longest },
        Head = copies ? HeadKind.Copy : HeadKind.Catalog,
    };

    private static bool[] Head() => [.. Enumerable.Range(0, Items).Select(item => item % 10 == 0)];

    // No size comes twice. The least of several runs: what else goes on in the test program may allocate in one of them.
    private static void AllocatesNothing(IObjective objective, int threads)
    {
        WorkerPool.Threads = threads;
        using var adam = new Adam(objective.Parameters);
        using var tape = new Tape();
        var batch = new RaggedBatch(Largest, Largest * Longest);
        uint step = 0;
        Step(Largest, Longest);
        Step(Largest, Longest);
        long least = long.MaxValue;
        for (int run = 0; run < Runs; run++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            Step(1 + run, 2);
            Step(Largest - 7 - run, Longest);
            Step(20 + (3 * run), 5);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.Equal(0, least);

        void Step(int examples, int length)
        {
            Fill(batch, examples, length);
            tape.BeginTraining(step++);
            objective.AddLosses(tape, batch);
            tape.Backward();
            adam.Step();
        }
    }

    // Prefixes of all lengths up to the given one, the first of them that long.
    private static void Fill(RaggedBatch batch, int examples, int length)
    {
        Span<int> prefix = stackalloc int[length];
        batch.Clear();
        for (int b = 0; b < examples; b++)
        {
            int own = length - (b * 5 % length);
            for (int i = 0; i < own; i++) prefix[i] = ((b * 31) + (i * 7)) % Items;
            batch.Add(prefix[..own], ((b * 13) + 1) % Items);
        }
    }
}
