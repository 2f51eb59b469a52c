using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models;

namespace OnDeviceRec.Bench.Steps;

/// <summary>The device's runtime: ten items encoded and the twenty best of the catalog listed, in fp32 and on one thread.</summary>
internal sealed class Recommendation
{
    public const int Length = 10, Top = 20;

    private readonly DeviceModel model;
    private readonly History history;
    private readonly int[] items = new int[Top];
    private readonly float[] scores = new float[Top];

    private Recommendation(DeviceModel model)
    {
        this.model = model;
        history = new History(model);
        Given = GivenOf(model.Configuration.Items);
    }

    /// <summary>The ids of the history's items, oldest first: spread over the catalog.</summary>
    public int[] Given { get; }

    /// <summary>Of a model as its file ships; a compressed table is scored from its cores.</summary>
    public static Recommendation Of(SequenceModel model) => new(new DeviceModel(FileOf(model)));

    /// <summary>The file of a model.</summary>
    public static ModelFile FileOf(SequenceModel model)
    {
        string path = Path.GetTempFileName();
        try
        {
            ModelStore.Save(model, path);
            return ModelFile.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The same ids for a catalog of any size.</summary>
    public static int[] GivenOf(int items) => [.. Enumerable.Range(1, Length).Select(i => items * i / Length)];

    /// <summary>Encodes and lists.</summary>
    /// <returns>The ids, best first.</returns>
    public int[] Run()
    {
        history.Clear();
        foreach (int item in Given) history.Append(item);
        model.Recommend(history, items, scores);
        return items;
    }
}
