namespace OnDeviceRec.Device.Format;

/// <summary>
/// One section of a model file: what it holds, at which byte it starts, how many bytes it has, and its shape if it is a matrix.
/// </summary>
internal readonly struct ModelSection(uint type, ElementType element, long offset, long length, MatrixShape? matrix = null)
{
    public readonly uint Type = type;
    public readonly ElementType Element = element;
    public readonly long Offset = offset;
    public readonly long Length = length;
    public readonly MatrixShape? Matrix = matrix;

    public string Name => Element switch
    {
        ElementType.Configuration => "Configuration",
        ElementType.Ids => "Catalog ids",
        ElementType.Training => "Training",
        _ => $"Tensor {(TensorRole)(Type & 0xFFFF)}, index {Type >> 16}",
    };
}
