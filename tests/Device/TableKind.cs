namespace OnDeviceRec.Device.Tests;

/// <summary>The families of item tables.</summary>
public enum TableKind
{
    Dense,
    TensorTrain,
    BinaryCodes,
}
