using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Evaluation.Latency;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Steps;

/// <summary>The device's runtime: ten items encoded and the twenty best of the catalogue listed, in fp32 and on one thread.</summary>
internal sealed class Recommendation
{
    private const int Length = 10, Top = 20;

    private readonly DeviceModel model;
    private readonly History history;
    private readonly int[] items = new int[Top];
    private readonly float[] scores = new float[Top];

    private Recommendation(DeviceModel model)
    {
        this.model = model;
        history = new History(model);
    }

    /// <summary>Scores come from the cores; weights are random.</summary>
    public static Recommendation FromTheCores(TensorTrainShape shape) => new(new DeviceModel(File(shape)));

    /// <summary>The same model with its whole table.</summary>
    public static Recommendation Dense(TensorTrainShape shape)
    {
        ModelFile file = File(shape);
        using var rebuild = new TableRebuild(file);
        rebuild.Run();
        return new Recommendation(BenchmarkModels.Dense(file, rebuild.Table));
    }

    public void Run()
    {
        history.Clear();
        for (int i = 1; i <= Length; i++) history.Append(model.Configuration.Items * i / Length);
        model.Recommend(history, items, scores);
    }

    private static ModelFile File(TensorTrainShape shape) =>
        ModelFile.Parse(BenchmarkModels.Random(BenchmarkModels.Configuration(shape, Precision.Fp32), seed: 1));
}
