using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>combine(f(x_0), f(x_1), …): a sum or a maximum over one span.</summary>
internal interface IReduction
{
    /// <summary>The value of an empty span: combining with it changes nothing.</summary>
    static abstract float Identity { get; }

    /// <summary>f of every lane.</summary>
    Vector256<float> Term(Vector256<float> x);

    /// <summary>Two partial results in one, lane by lane.</summary>
    static abstract Vector256<float> Combine(Vector256<float> a, Vector256<float> b);
}
