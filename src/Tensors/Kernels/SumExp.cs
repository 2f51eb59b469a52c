namespace OnDeviceRec.Kernels;

/// <summary>Σ_i e^((x_i - shift)·scale): the partition sum of one block of a softmax over a catalog.</summary>
internal static partial class SumExp
{
    /// <summary>Σ_i e^((x_i - shift)·scale); 0 for an empty span.</summary>
    public static float Run(ReadOnlySpan<float> row, float shift, float scale) =>
        Reduction.RunWide<Sum.Fold, ExpShifted.Op>(new ExpShifted.Op(shift, scale), row);
}
