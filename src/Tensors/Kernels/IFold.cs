using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>What makes one value of many: addition or the maximum.</summary>
internal interface IFold
{
    /// <summary>The value of an empty span: combining with it changes nothing.</summary>
    static abstract float Identity { get; }

    /// <summary>Two partial results in one, lane by lane.</summary>
    static abstract Vector256<float> Combine(Vector256<float> a, Vector256<float> b);
}
