using Real = System.Runtime.CompilerServices.MethodImplOptions;

namespace OnDeviceRec;

/// <summary>The options of methods by name, also the one that .NET Standard has no name for.</summary>
internal static class MethodImplOptions
{
    public const Real AggressiveInlining = Real.AggressiveInlining;

    public const Real AggressiveOptimization = (Real)512;
}
