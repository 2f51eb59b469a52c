namespace OnDeviceRec.Device.Format;

/// <summary>
/// One section of a model file: what it holds, at which byte it starts, how many bytes it has, and its shape if it is a matrix.
/// </summary>
internal readonly record struct ModelSection(uint Type, ElementType Element, long Offset, long Length, MatrixShape? Matrix = null)
{
    public string Name => Element switch
    {
        ElementType.Configuration => "Configuration",
        ElementType.Ids => "Catalogue ids",
        _ => $"Tensor {(TensorRole)(Type & 0xFFFF)}, index {Type >> 16}",
    };

    /// <summary>Numbers of the tensor.</summary>
    public long Count => Matrix?.Count ?? Length / sizeof(float);
}
