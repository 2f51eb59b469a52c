using OnDeviceRec.Tensors;
using OnDeviceRec.Tensors.Tests;

namespace OnDeviceRec.Kernels.Tests;

[Collection(WorkerPoolTestsAlone.Name)]
public sealed unsafe class SoftmaxLossThreadTests : IDisposable
{
    private const int Width = 8, TeacherWidth = 5;

    private readonly int threads = WorkerPool.Threads;

    /// <summary>One stripe, several of unequal lengths, all 32 with two blocks each; then two turns of rows. Groups of items too.</summary>
    [Theory]
    [InlineData(5, 100, 1)]
    [InlineData(70, 1_500, 1)]
    [InlineData(33, 9_001, 1)]
    [InlineData(33, 9_001, 4)]
    [InlineData(17, 1 << 20, 1)]
    [InlineData(17, 1 << 20, 3)]
    public void Losses_and_gradients_have_the_same_bits_with_any_number_of_threads(int rows, int items, int groups)
    {
        Assert.SkipWhen(VectorPath.Forced == 0, "Takes half a minute without vectors.");
        foreach (float temperature in (float[])[1, 2])
        {
            (SoftmaxLoss.Losses losses, float[] gradients) = Run(1, rows, items, groups, temperature);
            Assert.True(double.IsFinite(losses.CrossEntropy + losses.Divergence));
            for (int count = 2; count <= 3; count++)
            {
                (SoftmaxLoss.Losses manyLosses, float[] manyGradients) = Run(count, rows, items, groups, temperature);
                Assert.Equal(losses, manyLosses);
                Assert.True(gradients.AsSpan().SequenceEqual(manyGradients), $"{count} threads, temperature {temperature}");
            }

            if (items == 1 << 20) return;
        }
    }

    public void Dispose() => WorkerPool.Threads = threads;

    private static (SoftmaxLoss.Losses Losses, float[] Gradients) Run(int count, int rows, int items, int groups, float temperature)
    {
        WorkerPool.Threads = count;
        using var arena = new Arena();
        int groupItems = (items + groups - 1) / groups;
        using Tensor hidden = Random(1, groups * rows, Width);
        using Tensor table = Random(2, groupItems, Width);
        using Tensor teacherHidden = Random(3, rows, TeacherWidth);
        using Tensor teacherTable = Random(4, items, TeacherWidth);
        using Tensor dHidden = new(hidden.Shape), dTable = new(table.Shape);
        int[] targets = [.. Enumerable.Range(0, rows).Select(row => row * 7919 % items)];
        fixed (int* target = targets)
        {
            SoftmaxLoss.Losses losses = SoftmaxLoss.Run(
                new SoftmaxLoss.Problem
                {
                    Rows = rows,
                    Items = items,
                    Groups = groups,
                    GroupItems = groupItems,
                    GroupStride = rows * Width,
                    TableByColumns = groups > 1,
                    Width = Width,
                    TeacherWidth = TeacherWidth,
                    Hidden = hidden.Pointer,
                    Table = table.Pointer,
                    Targets = target,
                    TeacherHidden = teacherHidden.Pointer,
                    TeacherTable = teacherTable.Pointer,
                    Temperature = temperature,
                    HardWeight = 0.1f,
                    SoftWeight = 0.4f,
                    DHidden = dHidden.Pointer,
                    DTable = dTable.Pointer,
                },
                arena);
            return (losses, [.. dHidden.Span, .. dTable.Span]);
        }
    }

    private static Tensor Random(ulong seed, int rows, int columns)
    {
        var tensor = new Tensor(new Shape(rows, columns));
        new Philox(seed).FillUniform(tensor.Span, -1, 1);
        return tensor;
    }
}
