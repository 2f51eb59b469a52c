namespace OnDeviceRec.Device.Tests;

/// <summary>A model in the making: a configuration and its tensors by role.</summary>
internal sealed class TestModel(ModelConfiguration configuration)
{
    private readonly Dictionary<(TensorRole Role, int Index), float[]> tensors = [];

    public ModelConfiguration Configuration => configuration;

    /// <summary>All roles of the configuration with the shapes that docs/method.md gives them, in no particular order.</summary>
    public static IEnumerable<(TensorRole Role, int Index, int Length)> Roles(ModelConfiguration c)
    {
        int d = c.Encoder.Width, inner = c.Encoder.Inner;
        (int R, int I, int J, int S)[] cores = Cores(c);
        if (cores.Length == 0) yield return (TensorRole.ItemTable, 0, c.Items * d);
        for (int k = 0; k < cores.Length; k++) yield return (TensorRole.Core, k, cores[k].R * cores[k].I * cores[k].J * cores[k].S);
        yield return (TensorRole.Positions, 0, c.Encoder.MaxLength * d);
        yield return (TensorRole.InputGain, 0, d);
        yield return (TensorRole.InputBias, 0, d);
        for (int l = 0; l < c.Encoder.Layers; l++)
        {
            yield return (TensorRole.QueryWeight, l, d * d);
            yield return (TensorRole.QueryBias, l, d);
            yield return (TensorRole.KeyWeight, l, d * d);
            yield return (TensorRole.KeyBias, l, d);
            yield return (TensorRole.ValueWeight, l, d * d);
            yield return (TensorRole.ValueBias, l, d);
            yield return (TensorRole.OutputWeight, l, d * d);
            yield return (TensorRole.OutputBias, l, d);
            yield return (TensorRole.AttentionGain, l, d);
            yield return (TensorRole.AttentionBias, l, d);
            yield return (TensorRole.ExpandWeight, l, inner * d);
            yield return (TensorRole.ExpandBias, l, inner);
            yield return (TensorRole.ContractWeight, l, d * inner);
            yield return (TensorRole.ContractBias, l, d);
            yield return (TensorRole.FeedForwardGain, l, d);
            yield return (TensorRole.FeedForwardBias, l, d);
        }

        if (c.Encoder.Readout == ReadoutKind.SoftAttention)
        {
            yield return (TensorRole.ReadoutLocalWeight, 0, d * d);
            yield return (TensorRole.ReadoutLocalBias, 0, d);
            yield return (TensorRole.ReadoutMeanWeight, 0, d * d);
            yield return (TensorRole.ReadoutVector, 0, d);
        }

        if (c.Head != HeadKind.Copy) yield break;
        yield return (TensorRole.CopyRecencyBias, 0, c.Encoder.MaxLength);
        yield return (TensorRole.CopyLengthBias, 0, c.Encoder.MaxLength);
        yield return (TensorRole.CopyRepeatWeight, 0, 1);
    }

    /// <summary>Weights far from any start, so that nothing cancels.</summary>
    public static TestModel Random(ModelConfiguration configuration, int seed)
    {
        var random = new Random(seed);
        var model = new TestModel(configuration);
        foreach ((TensorRole role, int index, int length) in Roles(configuration))
        {
            bool gain = role is TensorRole.InputGain or TensorRole.AttentionGain or TensorRole.FeedForwardGain;
            float[] values = new float[length];
            for (int i = 0; i < length; i++) values[i] = (gain ? 1 : 0) + ((random.NextSingle() - 0.5f) * (gain ? 0.4f : 0.8f));
            if (IsCodes(configuration, role, index)) values = [.. values.Select(value => MathF.CopySign(1, value))];
            model[role, index] = values;
        }

        return model;
    }

    /// <summary>Whether a tensor is +1 and −1 alone.</summary>
    public static bool IsCodes(ModelConfiguration configuration, TensorRole role, int index) =>
        configuration.Table is BinaryCodesShape && (role, index) == (TensorRole.Core, 1);

    /// <summary>[R, I, J, S] of each core of the table; none of a dense one.</summary>
    public static (int R, int I, int J, int S)[] Cores(ModelConfiguration c) => c.Table switch
    {
        PlainTrainShape t => [.. Enumerable.Range(0, t.Cores).Select(k => (t.Ranks[k], t.Rows[k], t.Columns[k], t.Ranks[k + 1]))],
        BinaryCodesShape codes => [(1, 1, c.Encoder.Width, codes.Bits), (codes.Bits, c.Items, 1, 1)],
        _ => [],
    };

    public float[] this[TensorRole role, int index = 0]
    {
        get => tensors[(role, index)];
        set => tensors[(role, index)] = value;
    }

    /// <summary>The numbers that a file holds, whatever its precision.</summary>
    public static TestModel Of(ModelFile file)
    {
        var model = new TestModel(file.Configuration);
        foreach ((TensorRole role, int index, int length) in Roles(file.Configuration))
        {
            float[] values = new float[length];
            file.CopyTo(role, index, values);
            model[role, index] = values;
        }

        return model;
    }

    /// <summary>Its file, in the configuration's precision or another.</summary>
    public byte[] Bytes(CatalogIds? ids = null, Precision? precision = null, TrainingRecord? training = null)
    {
        var writer = new ModelFileWriter(configuration with { Precision = precision ?? configuration.Precision }, ids, training);
        foreach (((TensorRole role, int index), float[] values) in tensors) writer.Set(role, index, values);
        using var stream = new MemoryStream();
        writer.Write(stream);
        return stream.ToArray();
    }

    public DeviceModel Load() => DeviceModel.Load(Bytes());
}
