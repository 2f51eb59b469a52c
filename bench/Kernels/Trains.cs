using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>Tensor trains as the benchmarks' parameters name them: I, J, R and t, a blank between and commas within.</summary>
internal static class Trains
{
    public static TensorTrainShape Parse(int items, string train)
    {
        int[][] parts = [.. train.Split(' ').Select(part => part.Split(',').Select(int.Parse).ToArray())];
        return new TensorTrainShape(items, parts[0], parts[1], parts[2], parts[3][0]);
    }
}
