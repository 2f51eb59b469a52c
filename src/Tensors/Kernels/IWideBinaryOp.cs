using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>An operation that is hot enough for sixteen values at a time, where vectors have 512 bits.</summary>
internal interface IWideBinaryOp : IBinaryOp
{
    /// <summary>f of every pair of lanes, to the bit as for eight.</summary>
    Vector512<float> Apply(Vector512<float> a, Vector512<float> b);
}
