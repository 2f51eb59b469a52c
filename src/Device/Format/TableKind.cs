namespace OnDeviceRec.Device.Format;

/// <summary>How the item table E [V, d] is held; the values are the file's codes.</summary>
public enum TableKind
{
    /// <summary>All rows, [V, d].</summary>
    Dense = 0,

    /// <summary>The cores of a tensor train, see <see cref="PlainTrainShape"/>.</summary>
    TensorTrain = 1,

    /// <summary>The cores of a tensor train whose last one is signs, see <see cref="PlainTrainShape.Signs"/>.</summary>
    SignTensorTrain = 2,
}
