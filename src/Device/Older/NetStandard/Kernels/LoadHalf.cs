namespace OnDeviceRec.Kernels;

/// <summary>fp16.</summary>
internal readonly struct LoadHalf : IPanelLoad<Half>
{
    public float Load1(Half x) => (float)x;
}
