namespace OnDeviceRec.Models.Onnx;

/// <summary>What the numbers of a tensor are; the values are ONNX's.</summary>
internal enum OnnxElement
{
    Float = 1,
    UInt8 = 2,
    Int64 = 7,
}
