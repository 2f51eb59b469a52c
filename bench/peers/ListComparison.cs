using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Bench.Peers;

/// <summary>Lists of a model's ONNX graph beside those of the device.</summary>
internal sealed class ListComparison : IDisposable
{
    /// <summary>Items whose scores on the device are closer than this may change places.</summary>
    public const float NearTie = 1e-5f;

    private readonly DeviceModel device;
    private readonly History history;
    private readonly OnnxRecommender onnx;
    private readonly float[] all;

    /// <summary>Opens both.</summary>
    /// <param name="file">The model.</param>
    /// <param name="threads">The threads of an operation of ONNX Runtime.</param>
    public ListComparison(ModelFile file, int threads)
    {
        (device, onnx) = (new DeviceModel(file), new OnnxRecommender(file, threads));
        (history, all) = (new History(device), new float[device.Configuration.Items]);
    }

    /// <summary>Lists with the same items in the same places.</summary>
    public int Equal { get; private set; }

    /// <summary>Lists where near ties alone have changed places.</summary>
    public int NearlyEqual { get; private set; }

    /// <summary>All other lists.</summary>
    public int Unequal { get; private set; }

    /// <summary>The largest difference of a listed item's scores.</summary>
    public float LargestDifference { get; private set; }

    /// <summary>Lists with both.</summary>
    /// <param name="ids">A history's ids, oldest first.</param>
    /// <param name="count">How many items are wanted.</param>
    public void Add(ReadOnlySpan<int> ids, int count)
    {
        history.Clear();
        foreach (int id in ids) history.Append(id);
        int[] items = new int[count];
        float[] scores = new float[count];
        int listed = device.Recommend(history, items, scores);
        device.Score(history, all);
        (int[] Items, float[] Scores) other = onnx.Recommend(ids, count);
        bool equal = other.Items.AsSpan().SequenceEqual(items.AsSpan(0, listed));
        bool nearly = other.Items.Length == listed && other.Items.Distinct().Count() == listed;
        for (int place = 0; place < other.Items.Length; place++)
        {
            float score = all[other.Items[place] - 1];
            LargestDifference = MathF.Max(LargestDifference, MathF.Abs(other.Scores[place] - score));
            nearly &= place < listed && MathF.Abs(score - scores[place]) < NearTie;
        }

        if (equal) Equal++;
        else if (nearly) NearlyEqual++;
        else Unequal++;
    }

    public void Dispose() => onnx.Dispose();
}
