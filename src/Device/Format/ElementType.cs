namespace OnDeviceRec.Device.Format;

/// <summary>What a section holds; the values are the file's codes, those of numbers are <see cref="Precision"/>'s.</summary>
internal enum ElementType : uint
{
    Configuration = 0,
    Float32 = Precision.Fp32,
    Float16 = Precision.Fp16,
    Int8 = Precision.Int8,
    Ids = 4,
    BinaryCodes = 5,
    Int4 = Precision.Int4,
    Training = 7,
}
