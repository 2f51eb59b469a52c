namespace OnDeviceRec.Device.Format;

/// <summary>
/// How the numbers of a model's matrices are stored; the values are the file's codes. Products are always computed in fp32, from these
/// numbers as they are. Gains, biases and the readout's vector stay fp32 in every file: together they are a hundredth of a model.
/// </summary>
public enum Precision
{
    /// <summary>IEEE 754 binary32.</summary>
    Fp32 = 1,

    /// <summary>IEEE 754 binary16.</summary>
    Fp16 = 2,

    /// <summary>Integers q in −127..127 with one fp32 scale a row, s = max |row| / 127: a number is s·q.</summary>
    Int8 = 3,

    /// <summary>
    /// Integers q in −7..7 with one fp32 scale for each input that a row of the matrix P is multiplied by, of those up to max |row| / 7 the
    /// one that loses least: a number is s·q.
    /// </summary>
    Int4 = 6,
}
