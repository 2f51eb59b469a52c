namespace OnDeviceRec.Tensors.Tests;

[Collection(WorkerPoolTestsAlone.Name)]
public sealed class TensorTrainThreadsTests
{
    public static TheoryData<TensorTrainShape> Shapes =>
    [
        new TensorTrainShape(4_090, [64, 64], [8, 8], [20], 2),
        new TensorTrainShape(4_000, [16, 16, 16], [4, 4, 2], [8, 12], 2),
        new TensorTrainShape(5_432, [4, 1358], [64, 1], [11]),
        new TensorTrainShape(5_432, [1, 5_432], [64, 1], [11]),
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void One_two_and_three_threads_give_the_same_bits(TensorTrainShape shape)
    {
        int before = WorkerPool.Threads;
        try
        {
            float[][] expected = Run(shape, 1);
            foreach (int threads in new[] { 2, 3 })
            {
                float[][] actual = Run(shape, threads);
                for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i]);
            }
        }
        finally
        {
            WorkerPool.Threads = before;
        }
    }

    private static float[][] Run(TensorTrainShape shape, int threads)
    {
        WorkerPool.Threads = threads;
        using var train = new Train(shape);
        using Tensor table = train.Table();
        Tensor[] throughTable = train.Gradients();
        TensorTrain.MaterializeBackward(shape, train.Cores, table, throughTable, train.Arena);
        int[] rows = [.. Enumerable.Range(0, 700).Select(i => i * i % shape.Items)];
        using var some = new Tensor(new Shape(rows.Length, shape.Width));
        Tensor[] throughRows = train.Gradients();
        TensorTrain.Rows(shape, train.Cores, rows, some, train.Arena);
        TensorTrain.RowsBackward(shape, train.Cores, rows, some, throughRows, train.Arena);
        return [.. new[] { table, some }.Concat(throughTable).Concat(throughRows).Select(tensor => tensor.Span.ToArray())];
    }
}
