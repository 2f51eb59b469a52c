using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;

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

    /// <summary>The tensors of the item table, in order.</summary>
    public IEnumerable<ReferenceCore> TableCores()
    {
        foreach ((TensorRole role, int index) in Configuration.Tensors)
        {
            if (role is not (TensorRole.ItemTable or TensorRole.Core)) continue;
            (int rank, int rows, int columns, int nextRank) = file.Shape(role, index);
            yield return new ReferenceCore(rank, rows, columns, nextRank, Read(role, index));
        }
    }

    public ReferenceLinear Linear(TensorRole weight, TensorRole bias, int layer = 0) => new(Read(weight, layer), Read(bias, layer));

    public ReferenceNorm Norm(TensorRole gain, TensorRole bias, int layer = 0) =>
        new(Read(gain, layer), Read(bias, layer), Configuration.Encoder.LayerNormEpsilon);
}
