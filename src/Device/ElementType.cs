namespace OnDeviceRec.Device;

/// <summary>What the numbers of a section are; the values are the file's codes. 2 (fp16) and 3 (int8) are kept free.</summary>
internal enum ElementType : uint
{
    Configuration = 0,
    Float32 = 1,
}
