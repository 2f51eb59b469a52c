using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd;

/// <summary>The part of a parameter, or of a tensor of its shape, that is a rank's items.</summary>
public static class SharedItems
{
    /// <summary>The numbers that a rank has; of a parameter without items every rank has all.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="sharing">The ranks.</param>
    public static Range Own(Parameter parameter, Sharing sharing)
    {
        if (!parameter.HasItems) return ..parameter.Value.Length;
        int rank = sharing.Collectives.Rank;
        return FirstOf(rank, parameter, sharing)..FirstOf(rank + 1, parameter, sharing);
    }

    /// <summary>Makes a tensor of a parameter's shape whole on every rank, from what each has of it.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="tensor">Its value, or a moment of it.</param>
    /// <param name="sharing">The ranks.</param>
    public static void Gather(Parameter parameter, Tensor tensor, Sharing sharing)
    {
        if (sharing.IsAlone || !parameter.HasItems) return;
        int[] offsets = [.. Enumerable.Range(0, sharing.Collectives.Ranks + 1).Select(rank => FirstOf(rank, parameter, sharing))];
        sharing.Collectives.AllGather(tensor.Span, offsets);
    }

    private static int FirstOf(int rank, Parameter parameter, Sharing sharing) =>
        sharing.FirstItemOf(rank, parameter.Rows) * parameter.Columns;
}
