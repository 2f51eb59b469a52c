namespace OnDeviceRec.Kernels;

/// <summary>fp32, as it is.</summary>
internal readonly struct LoadSingle : IPanelLoad<float>
{
    public float Load1(float x) => x;
}
