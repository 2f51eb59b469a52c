using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>y = f(x), eight values at a time; the operation carries its scalars.</summary>
internal interface IUnaryOp
{
    /// <summary>f of every lane, lanes independent of each other.</summary>
    Vector256<float> Apply(Vector256<float> x);
}
