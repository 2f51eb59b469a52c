using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Evaluation.Latency;

/// <summary>Models to measure on, made in memory.</summary>
public static class BenchmarkModels
{
    // As dense starts are: uniform(−0.1, 0.1), the gains of LayerNorm 1.
    private const float Bound = 0.1f;

    /// <summary>A model file of random weights: its numbers mean nothing, its time is that of any other.</summary>
    /// <param name="configuration">The sizes.</param>
    /// <param name="seed">Keys the weights.</param>
    public static byte[] Random(ModelConfiguration configuration, ulong seed)
    {
        var writer = new ModelFileWriter(configuration);
        uint site = 0;
        foreach ((TensorRole role, int index) in configuration.Tensors)
        {
            float[] values = new float[writer.Count(role, index)];
            if (role is TensorRole.InputGain or TensorRole.AttentionGain or TensorRole.FeedForwardGain) values.AsSpan().Fill(1);
            else new Philox(seed, site: site++).FillUniform(values, -Bound, Bound);
            writer.Set(role, index, values);
        }

        return Bytes(writer, configuration);
    }

    /// <summary>The same model in fp32 with its whole table: the same encoder, the same scores but for rounding.</summary>
    /// <param name="file">The model.</param>
    /// <param name="table">Its table [V, d].</param>
    public static DeviceModel Dense(ModelFile file, Tensor table)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(table);
        ModelConfiguration dense = file.Configuration with { Table = DenseShape.Instance, Precision = Precision.Fp32 };
        var writer = new ModelFileWriter(dense);
        foreach ((TensorRole role, int index) in dense.Tensors)
        {
            if (role == TensorRole.ItemTable)
            {
                writer.Set(role, index, table.Span);
                continue;
            }

            float[] values = new float[writer.Count(role, index)];
            file.CopyTo(role, index, values);
            writer.Set(role, index, values);
        }

        return DeviceModel.Load(Bytes(writer, dense));
    }

    private static byte[] Bytes(ModelFileWriter writer, ModelConfiguration configuration)
    {
        byte[] bytes = new byte[ModelFile.FileBytes(configuration)];
        writer.Write(new MemoryStream(bytes));
        return bytes;
    }
}
