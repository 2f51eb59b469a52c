using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Evaluation.Reference;

/// <summary>A model file's numbers in double.</summary>
/// <param name="file">The file.</param>
internal sealed class ReferenceWeights(ModelFile file)
{
    /// <summary>The sizes.</summary>
    public ModelConfiguration Configuration => file.Configuration;

    /// <summary>A tensor's numbers, row-major.</summary>
    public double[] Read(TensorRole role, int index = 0)
    {
        float[] values = new float[file.Count(role, index)];
        file.CopyTo(role, index, values);
        return Array.ConvertAll(values, value => (double)value);
    }

    public ReferenceLinear Linear(TensorRole weight, TensorRole bias, int layer = 0) => new(Read(weight, layer), Read(bias, layer));

    public ReferenceNorm Norm(TensorRole gain, TensorRole bias, int layer = 0) =>
        new(Read(gain, layer), Read(bias, layer), Configuration.LayerNormEpsilon);
}
