using System.Runtime.Intrinsics;

namespace OnDeviceRec.Kernels;

/// <summary>How stored numbers of a packed matrix become fp32 in a register.</summary>
internal unsafe interface IPanelLoad<TNumber>
    where TNumber : unmanaged
{
    /// <summary>Whether many rows gain when a panel is made fp32 once for all of them, and not by each tile that reads it.</summary>
    bool IsSlow { get; }

    /// <summary>The number x.</summary>
    float Load1(TNumber x);

    /// <summary>Four numbers from p on, at any address.</summary>
    Vector128<float> Load4(TNumber* p);

    /// <summary>Eight numbers from p on, at any address; only where 256-bit vectors are accelerated.</summary>
    Vector256<float> Load8(TNumber* p);

    /// <summary>Sixteen numbers from p on, at any address; only where 512-bit vectors are accelerated.</summary>
    Vector512<float> Load16(TNumber* p);
}
