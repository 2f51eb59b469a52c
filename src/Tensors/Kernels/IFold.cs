using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>What makes one value of many: addition or the maximum.</summary>
internal interface IFold
{
    /// <summary>The value of an empty span: combining with it changes nothing.</summary>
    float Identity { get; }

    /// <summary>Two partial results in one, lane by lane.</summary>
    Vector256<float> Combine(Vector256<float> a, Vector256<float> b);
}
