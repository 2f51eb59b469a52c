namespace OnDeviceRec.Device;

/// <summary>One section of a model file: what it holds, at which byte it starts, how many bytes it has.</summary>
internal readonly record struct ModelSection(uint Type, ElementType Element, long Offset, long Length)
{
    public string Name => Element == ElementType.Configuration ? "Configuration" : $"Tensor {(TensorRole)(Type & 0xFFFF)}, index {Type >> 16}";
}
