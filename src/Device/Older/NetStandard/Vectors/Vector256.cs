namespace System.Runtime.Intrinsics;

/// <summary>Eight numbers of four bytes, where there are no vectors: the kernels compute with each of them as with a lane.</summary>
internal readonly struct Vector256<T>(T e0, T e1, T e2, T e3, T e4, T e5, T e6, T e7)
    where T : unmanaged
{
    public readonly T E0 = e0;
    public readonly T E1 = e1;
    public readonly T E2 = e2;
    public readonly T E3 = e3;
    public readonly T E4 = e4;
    public readonly T E5 = e5;
    public readonly T E6 = e6;
    public readonly T E7 = e7;

    public static Vector256<T> Zero => default;

    /// <summary>A number by its place.</summary>
    public T Lane(int place) => place switch
    {
        0 => E0,
        1 => E1,
        2 => E2,
        3 => E3,
        4 => E4,
        5 => E5,
        6 => E6,
        _ => E7,
    };
}
