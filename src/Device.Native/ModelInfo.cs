namespace OnDeviceRec.Device.Native;

/// <summary>odr_model_info.</summary>
internal struct ModelInfo
{
    public int Items;
    public int MaxLength;
    public int IdKind;
    public long HistoryBytes;
    public long ListMacs;
}
