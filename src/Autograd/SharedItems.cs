using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd;

/// <summary>The part of a parameter, or of a tensor of its shape, that is a rank's items.</summary>
public static class SharedItems
{
    /// <summary>The stretches of numbers that a rank has, in order; of a parameter without items every rank has all.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="sharing">The ranks.</param>
    public static ItemStretches Own(Parameter parameter, Sharing sharing) => Of(parameter, sharing, sharing.Collectives.Rank);

    /// <summary>Makes a tensor of a parameter's shape whole on every rank, from what each has of it.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="tensor">Its value, or a moment of it.</param>
    /// <param name="sharing">The ranks.</param>
    public static void Gather(Parameter parameter, Tensor tensor, Sharing sharing)
    {
        if (sharing.IsAlone || parameter.ItemAxis == ItemAxis.None) return;
        ItemStretches own = Own(parameter, sharing);
        int[] offsets = new int[sharing.Collectives.Ranks + 1];
        for (int rank = 0; rank < offsets.Length - 1; rank++) offsets[rank + 1] = offsets[rank] + Of(parameter, sharing, rank).Length;
        for (int k = 0; k < own.Count; k++) sharing.Collectives.AllGather(tensor.Span.Slice(k * own.Stride, offsets[^1]), offsets);
    }

    private static ItemStretches Of(Parameter parameter, Sharing sharing, int rank)
    {
        int numbers = parameter.Value.Length;
        if (parameter.ItemAxis == ItemAxis.None) return new ItemStretches(1, numbers, 0, numbers);
        (int stretches, int items, int each) = parameter.ItemAxis == ItemAxis.Rows
            ? (1, parameter.Rows, parameter.Columns)
            : (parameter.Shape[0], numbers / parameter.Shape[0], 1);
        (int from, int to) = (sharing.FirstItemOf(rank, items), sharing.FirstItemOf(rank + 1, items));
        return new ItemStretches(stretches, numbers / stretches, from * each, (to - from) * each);
    }
}
