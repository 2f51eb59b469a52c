using System.Buffers.Binary;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Files;

namespace OnDeviceRec.Fuzzing.Targets;

/// <summary>A model file in memory.</summary>
internal class ModelTarget(string name, double share) : FuzzTarget(name, share)
{
    private const int Length = 8, Checksum = 16, Checked = 20, Top = 20;

    // Ranking more takes a while and tries nothing else.
    private const int MostItems = 1 << 16;

    /// <summary>Makes length and checksum right again.</summary>
    public static byte[] Signed(byte[] file)
    {
        if (file.Length < Checked) return file;
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(Length), file.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(Checksum), Crc32C.Of(file.AsSpan(Checked)));
        return file;
    }

    /// <summary>Has a model make lists of several histories; saves and restores one, and asks for every id both ways.</summary>
    public static void UseModel(DeviceModel model)
    {
        int items = model.Configuration.Items, count = Math.Min(Top, items);
        if (items > MostItems) return;
        int[] list = new int[count];
        float[] scores = new float[count];
        var history = new History(model);
        try
        {
            foreach (int item in (int[])[items, 1, (items / 2) + 1, 1])
            {
                history.Append(item);
                int listed = model.Recommend(history, list, scores);
                Require(listed == count && list.All(one => one >= 1 && one <= items) && scores.All(float.IsFinite), "a list is wrong");
            }

            ListWithout(history);
            model.Score(history, new float[items]);
        }
        catch (NonFiniteScoreException)
        {
            // Weights may be such.
        }

        byte[] saved = new byte[history.SavedLength];
        history.Save(saved);
        history.Restore(saved);
        for (int item = 1; item <= items; item++)
            Require(model.Items.TryFind(model.Items.IdOf(item), out int found) && found == item, "an id leads to another item");

        void ListWithout(History seen)
        {
            int listed = model.Recommend(seen, list, scores, new RecommendationFilter { ExcludeSeen = true });
            Require(listed <= count && !list.AsSpan(0, listed).Contains(1), "a list has an item that was to be left out");
        }
    }

    /// <summary>The model of a file whose training record is asked for too, which a device leaves aside.</summary>
    protected static DeviceModel ModelOf(ModelFile file)
    {
        _ = file.Training;
        return new DeviceModel(file);
    }

    protected override IReadOnlyList<byte[]> MakeSeeds() => SeedModels.Small();

    protected override object Read(byte[] bytes) => ModelOf(ModelFile.Parse(bytes));

    protected override void Use(object read) => UseModel((DeviceModel)read);

    protected override bool IsDocumented(Exception exception) => exception is ModelFormatException;

    protected override byte[] Repaired(byte[] bytes) => Signed(bytes);

    private static void Require(bool holds, string what)
    {
        if (!holds) throw new BrokenPromiseException($"Of a file that was taken, {what}.");
    }
}
