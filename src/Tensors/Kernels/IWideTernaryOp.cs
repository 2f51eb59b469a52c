using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>An operation that is hot enough for sixteen values at a time, where vectors have 512 bits.</summary>
internal interface IWideTernaryOp : ITernaryOp
{
    /// <summary>f of every three lanes, to the bit as for eight.</summary>
    Vector512<float> Apply(Vector512<float> a, Vector512<float> b, Vector512<float> c);
}
