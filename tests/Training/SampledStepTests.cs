using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Optimization;
using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Distillation.Tests;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Models.Tests;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Training.Tests;

/// <summary>Steps with sampled negatives, of dense and of compressed tables.</summary>
[Collection(WorkerPoolTestsAlone.Name)]
public sealed class SampledStepTests : IDisposable
{
    private const int Million = 1_000_000, Negatives = 512;

    private readonly int threads = WorkerPool.Threads;

    [Theory]
    [InlineData("dense")]
    [InlineData("binary codes")]
    [InlineData("tensor train")]
    [InlineData("product codes")]
    public void With_all_of_an_evenly_frequent_catalog_the_step_is_that_of_the_full_softmax(string table)
    {
        using SequenceModel full = Model(SmallRun.Items, 16, table), sampled = Model(SmallRun.Items, 16, table);
        SmallModels.Roughen(full);
        SmallModels.Roughen(sampled);
        double expected = Losses(new NextItemObjective(full, 0.3f), step: 4);
        double actual = Losses(new NextItemObjective(sampled, 0.3f, new NegativeSampler(new int[SmallRun.Items], SmallRun.Items)), step: 4);
        Assert.Equal(expected, actual, 1e-5);
        for (int i = 0; i < full.Parameters.Count; i++)
        {
            double[] gradient = Array.ConvertAll(full.Parameters[i].Gradient!.Span.ToArray(), x => (double)x);
            if (gradient.Max(Math.Abs) < 1e-5) continue; // The keys' bias moves no attention.
            new GoldenTensor(full.Parameters[i].Name, [], gradient).AssertClose(sampled.Parameters[i].Gradient!.Span, 1e-4);
        }
    }

    [Theory]
    [InlineData("dense", "item_embedding.weight")]
    [InlineData("binary codes", "item_embedding.core1")]
    public void Steps_over_a_million_items_move_the_gathered_rows_alone(string kind, string name)
    {
        using SequenceModel model = Model(Million, width: 8, kind);
        Parameter table = model.Parameters.Single(parameter => parameter.Name == name);
        float[] before = table.Value.Span.ToArray();
        AssertLearns(model);
        int columns = table.Columns;
        int moved = Enumerable.Range(0, Million)
            .Count(row => !table.Value.Row(row).SequenceEqual(before.AsSpan(row * columns, columns)));
        Assert.InRange(moved, Negatives, 4 * (Negatives + (4 * 5)));
        Assert.Equal(-1, table.Gradient!.Span.IndexOfAnyExcept(0f));
    }

    [Theory]
    [InlineData("tensor train")]
    [InlineData("product codes")]
    public void Steps_over_a_million_items_train_a_compressed_table(string table)
    {
        using SequenceModel model = Model(Million, width: 16, table);
        AssertLearns(model);
    }

    [Theory]
    [InlineData("dense")]
    [InlineData("binary codes")]
    [InlineData("tensor train")]
    [InlineData("product codes")]
    public void Steps_have_the_same_bits_with_any_number_of_threads(string table)
    {
        int[][] expected = Bits(1);
        Assert.Equal(expected, Bits(2));
        Assert.Equal(expected, Bits(3));

        int[][] Bits(int count)
        {
            WorkerPool.Threads = count;
            using SequenceModel model = Model(3000, 32, table);
            Train(model, new NegativeSampler(new int[3000], 1000), steps: 3);
            return [.. model.Parameters.Select(SmallModels.Bits)];
        }
    }

    public void Dispose() => WorkerPool.Threads = threads;

    private static SequenceModel Model(int items, int width, string table)
    {
        var encoder = new EncoderSizes { Width = width, Inner = 16, Heads = 2, MaxLength = 8 };
        var dense = new ModelConfiguration { Items = items, Encoder = encoder };
        return table switch
        {
            "dense" => new SequenceModel(dense, seed: 1),
            "binary codes" => new SequenceModel(dense with { Table = new BinaryCodesShape(11) }, seed: 1),
            "tensor train" => new SequenceModel(
                TableShapeSearch.WithTrain(dense, TensorTrainShapeSearch.Balanced(items, width, rank: 8, block: 2)), seed: 1),
            _ => new SequenceModel(
                dense, seed: 1, make => new CodebookItemTable(make, HashedCodes.Of(items, codebooks: 4, codewords: 256, seed: 2), width)),
        };
    }

    // Other negatives in every step, so the loss of the same examples goes down a little unevenly.
    private static void AssertLearns(SequenceModel model)
    {
        double[] losses = Train(model, new NegativeSampler(new int[Million], Negatives), steps: 4);
        Assert.Equal(Math.Log(Million), losses[0], 0.5);
        Assert.True(losses[^1] < losses[0], string.Join(", ", losses));
    }

    private static double[] Train(SequenceModel model, NegativeSampler negatives, int steps)
    {
        var objective = new NextItemObjective(model, dropout: 0, negatives);
        using var tape = new Tape(seed: 9);
        using var adam = new Adam(objective.Parameters, new AdamOptions { LearningRate = 0.01f });
        double[] losses = new double[steps];
        for (int step = 0; step < steps; step++)
        {
            tape.BeginTraining((uint)step);
            objective.AddLosses(tape, Batch(model.Table.Items));
            losses[step] = tape.TotalLoss;
            tape.Backward();
            adam.Step();
        }

        return losses;
    }

    private static double Losses(NextItemObjective objective, uint step)
    {
        using var tape = new Tape(seed: 9);
        tape.BeginTraining(step);
        objective.AddLosses(tape, Batch(objective.Model.Table.Items));
        tape.Backward();
        return tape.TotalLoss;
    }

    // Four sequences of four items, from all over the catalog.
    private static RaggedBatch Batch(int items)
    {
        var batch = new RaggedBatch(4, 16);
        for (int b = 0; b < 4; b++) batch.Add([Row(b), Row(b + 7), Row(b + 3), Row(b)], Row(b + 20));
        return batch;

        int Row(int n) => (int)(n * 7_919_777L % items);
    }
}
