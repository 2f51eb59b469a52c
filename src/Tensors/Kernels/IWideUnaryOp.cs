using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>An operation that is hot enough for sixteen values at a time, where vectors have 512 bits.</summary>
internal interface IWideUnaryOp : IUnaryOp
{
    /// <summary>f of every lane, to the bit as for eight.</summary>
    Vector512<float> Apply(Vector512<float> x);
}
