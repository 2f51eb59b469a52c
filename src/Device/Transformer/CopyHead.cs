using OnDeviceRec.Device.Format;
using OnDeviceRec.Kernels;

namespace OnDeviceRec.Device.Transformer;

/// <summary>γ = w·h + b, and p_copy of the history's items out of c_l = (W h + b_q)·x_l/√d + a[T − 1 − l] (METHOD.md §6). Immutable.</summary>
internal sealed class CopyHead
{
    private readonly ModelFile file;
    private readonly int width;
    private readonly Linear query;

    public CopyHead(ModelFile file)
    {
        (this.file, width) = (file, file.Configuration.Width);
        query = new Linear(file, TensorRole.CopyQueryWeight, TensorRole.CopyQueryBias);
    }

    /// <summary>From h and the x_l [T, d] of all positions in the state.</summary>
    public void Run(EncoderState state, ReadOnlySpan<int> rows)
    {
        CopyState copies = state.Copies!;
        float gate = Dot.Run(file.Vector(TensorRole.CopyGateWeight), state.H) + file.Vector(TensorRole.CopyGateBias)[0];
        Span<float> q = state.Query[..width], scores = state.Attention[..rows.Length];
        query.Run(state.H, q, 1);
        ReadOnlySpan<float> ages = file.Vector(TensorRole.CopyAges);
        float scale = 1f / MathF.Sqrt(width);
        for (int l = 0; l < rows.Length; l++)
            scores[l] = (scale * Dot.Run(q, state.Outputs.Slice(l * width, width))) + ages[rows.Length - 1 - l];

        // What overflowed is an error; −∞ would pass as a gate that is shut or a position that is never copied.
        copies.Gate = float.IsFinite(gate) && Finite.FirstBad(scores) < 0 ? gate : float.NaN;
        float largest = Max.Run(scores);
        double sum = 0;
        foreach (float score in scores) sum += Math.Exp(score - largest);
        double logSum = largest + Math.Log(sum);
        copies.Clear();
        for (int l = 0; l < rows.Length; l++) copies.Add(rows[l], scores[l] - logSum);
    }
}
