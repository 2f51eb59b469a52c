using System.Text.Json;

namespace OnDeviceRec.Device.Tests;

/// <summary>The models of tests/fixtures.</summary>
internal static class GoldenModel
{
    /// <summary>
    /// The model of a fixture whose tensors start with <paramref name="prefix"/>, its table dense or as
    /// <paramref name="train"/> has it.
    /// </summary>
    public static TestModel Of(Golden golden, string prefix, PlainTrainShape? train = null)
    {
        JsonElement config = golden.Config;
        int Size(string name) => config.GetProperty(name).GetInt32();
        bool soft = golden.Tensors.ContainsKey(prefix + "enc.readout.v");
        var encoder = new EncoderSizes
        {
            Width = Size("d"),
            Inner = Size("inner"),
            Heads = Size("heads"),
            Layers = Size("layers"),
            MaxLength = Size("maxlen"),
            Readout = soft ? ReadoutKind.SoftAttention : ReadoutKind.Last,
        };
        TableShape table = train is null ? DenseShape.Instance : train;
        var model = new TestModel(new ModelConfiguration { Items = Size("items"), Encoder = encoder, Table = table });
        foreach ((TensorRole role, int index, _) in TestModel.Roles(model.Configuration))
        {
            if (role != TensorRole.Core) model[role, index] = golden[prefix + Name(role, index)].ToSingle();
        }

        if (train is not null) SetCores(model, golden[prefix + "cores.0"].ToSingle(), golden[prefix + "cores.1"].ToSingle());
        return model;
    }

    /// <summary>The plain shape of a fixture's semi-tensor train of two cores.</summary>
    public static PlainTrainShape Shape(JsonElement config)
    {
        int[] rows = Numbers(config, "rows"), columns = Numbers(config, "cols");
        int t = config.GetProperty("t").GetInt32();
        return new PlainTrainShape(rows, [columns[0] * t, columns[1] / t], [config.GetProperty("rank").GetInt32() / t], t);
    }

    public static int[] Numbers(JsonElement config, string name) =>
        [.. config.GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];

    /// <summary>The plain cores of G_1 [I_1·J_1, R] and G_2 [R/t, I_2·J_2/t]: r = k·t + c gives its c to the columns.</summary>
    public static void SetCores(TestModel model, float[] first, float[] second)
    {
        var train = (PlainTrainShape)model.Configuration.Table;
        int t = train.Block, columns = train.Columns[0] / t, rank = train.Ranks[1];
        float[] core = new float[first.Length];
        for (int i = 0; i < train.Rows[0]; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                for (int r = 0; r < rank * t; r++)
                    core[(((((i * columns) + j) * t) + (r % t)) * rank) + (r / t)] = first[(((i * columns) + j) * rank * t) + r];
            }
        }

        model[TensorRole.Core, 0] = core;
        model[TensorRole.Core, 1] = second;
    }

    private static string Name(TensorRole role, int layer) => role switch
    {
        TensorRole.ItemTable => "table",
        TensorRole.Positions => "enc.pos.weight",
        TensorRole.InputGain => "enc.ln.weight",
        TensorRole.InputBias => "enc.ln.bias",
        TensorRole.QueryWeight => $"enc.layers.{layer}.q.weight",
        TensorRole.QueryBias => $"enc.layers.{layer}.q.bias",
        TensorRole.KeyWeight => $"enc.layers.{layer}.k.weight",
        TensorRole.KeyBias => $"enc.layers.{layer}.k.bias",
        TensorRole.ValueWeight => $"enc.layers.{layer}.v.weight",
        TensorRole.ValueBias => $"enc.layers.{layer}.v.bias",
        TensorRole.OutputWeight => $"enc.layers.{layer}.o.weight",
        TensorRole.OutputBias => $"enc.layers.{layer}.o.bias",
        TensorRole.AttentionGain => $"enc.layers.{layer}.ln1.weight",
        TensorRole.AttentionBias => $"enc.layers.{layer}.ln1.bias",
        TensorRole.ExpandWeight => $"enc.layers.{layer}.f1.weight",
        TensorRole.ExpandBias => $"enc.layers.{layer}.f1.bias",
        TensorRole.ContractWeight => $"enc.layers.{layer}.f2.weight",
        TensorRole.ContractBias => $"enc.layers.{layer}.f2.bias",
        TensorRole.FeedForwardGain => $"enc.layers.{layer}.ln2.weight",
        TensorRole.FeedForwardBias => $"enc.layers.{layer}.ln2.bias",
        TensorRole.ReadoutLocalWeight => "enc.readout.w1.weight",
        TensorRole.ReadoutLocalBias => "enc.readout.w1.bias",
        TensorRole.ReadoutMeanWeight => "enc.readout.w2.weight",
        TensorRole.ReadoutVector => "enc.readout.v",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}
