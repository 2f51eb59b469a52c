using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>A fold of sixteen lanes too, where vectors have 512 bits.</summary>
internal interface IWideFold : IFold
{
    /// <summary>Two partial results in one, lane by lane.</summary>
    Vector512<float> Combine(Vector512<float> a, Vector512<float> b);
}
