namespace OnDeviceRec.Kernels;

/// <summary>How stored numbers of a packed matrix become fp32.</summary>
internal interface IPanelLoad<TNumber>
    where TNumber : unmanaged
{
    /// <summary>The number x.</summary>
    float Load1(TNumber x);
}
