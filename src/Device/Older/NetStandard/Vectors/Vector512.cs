namespace System.Runtime.Intrinsics;

/// <summary>Two times eight numbers: no kernel computes with them here, but their texts name them.</summary>
internal readonly struct Vector512<T>(Vector256<T> lower, Vector256<T> upper)
    where T : unmanaged
{
    public readonly Vector256<T> Lower = lower;
    public readonly Vector256<T> Upper = upper;
}
