using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>e^x of sixteen values, as of two times eight.</summary>
internal static partial class Exp
{
    /// <summary>e^x of sixteen values.</summary>
    public static Vector512<float> Of(Vector512<float> x) => new(Of(x.Lower), Of(x.Upper));
}
