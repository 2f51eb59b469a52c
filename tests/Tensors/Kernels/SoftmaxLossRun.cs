using OnDeviceRec.Tensors;

namespace OnDeviceRec.Kernels.Tests;

/// <summary>What the softmax's losses of drawn encodings and tables are, with a teacher and labels.</summary>
internal sealed record SoftmaxLossRun(SoftmaxLoss.Losses Losses, float[] DHidden, float[] DTable)
{
    private const int Width = 8, TeacherWidth = 5, LabelsOfRow = 3;

    public static unsafe SoftmaxLossRun Of(int rows, int items, float temperature, int groups = 1, Sharing? sharing = null)
    {
        using var arena = new Arena();
        int groupItems = (items + groups - 1) / groups;
        using Tensor hidden = Random(1, groups * rows, Width), table = Random(2, groupItems, Width);
        using Tensor teacherHidden = Random(3, rows, TeacherWidth), teacherTable = Random(4, items, TeacherWidth);
        using Tensor dHidden = new(hidden.Shape), dTable = new(table.Shape);
        int[] targets = [.. Enumerable.Range(0, rows).Select(row => row * 7919 % items)];
        int[] offsets = [.. Enumerable.Range(0, rows + 1).Select(row => row * LabelsOfRow)];
        int[] labels = [.. Enumerable.Range(0, rows).SelectMany(row => new[] { row % (items / 2), items / 2, items - 1 })];
        float[] shares = [.. labels.Select(_ => 1f / LabelsOfRow)];
        fixed (int* target = targets, offset = offsets, label = labels)
        fixed (float* share = shares)
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
                    Labels = new SoftmaxLoss.Labels { Rows = new(offset, label), Shares = share, Weight = 0.2f },
                    DHidden = dHidden.Pointer,
                    DTable = dTable.Pointer,
                    Sharing = sharing ?? Sharing.Alone,
                },
                arena);
            Assert.True(double.IsFinite(losses.CrossEntropy + losses.Divergence + losses.Labels));
            return new(losses, dHidden.Span.ToArray(), dTable.Span.ToArray());
        }
    }

    private static Tensor Random(ulong seed, int rows, int columns)
    {
        var tensor = new Tensor(new Shape(rows, columns));
        new Philox(seed).FillUniform(tensor.Span, -1, 1);
        return tensor;
    }
}
