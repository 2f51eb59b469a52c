using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>y = f(a, b), eight values at a time; the operation carries its scalars.</summary>
internal interface IBinaryOp
{
    /// <summary>f of every lane, lanes independent of each other.</summary>
    Vector256<float> Apply(Vector256<float> a, Vector256<float> b);
}
