namespace OnDeviceRec.Kernels;

/// <summary>Signed bytes. Their scale is the caller's business.</summary>
internal readonly struct LoadInt8 : IPanelLoad<sbyte>
{
    public float Load1(sbyte x) => x;
}
