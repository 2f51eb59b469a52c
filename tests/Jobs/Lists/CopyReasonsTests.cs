using OnDeviceRec.Data.IO;
using OnDeviceRec.Device;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Jobs.Lists;
using OnDeviceRec.Models;

namespace OnDeviceRec.Jobs.Tests.Lists;

public sealed class CopyReasonsTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Worked_numbers_of_the_page()
    {
        ModelFile file = Saved(Of(HeadKind.Copy, window: 3), [0.7f, 0.2f, -0.1f], [0, 0, -0.2f], 1.2f);
        ItemReason[] why = new CopyReasons(file).Of([5, 2, 5], [5, 2, 1], [-0.4446f, -1.5197f, -2.3726f]);
        Assert.Equal([1, 3], why[0].Positions.Select(one => one.Back));
        Assert.Equal(0.5498 * 0.4864 / 0.6411, why[0].Positions[0].Share, 1e-4);
        Assert.Equal(0.5498 * 0.2186 / 0.6411, why[0].Positions[1].Share, 1e-4);
        Assert.Equal(0.5498 * 0.7050 / 0.6411, why[0].Copied, 1e-4);
        Assert.Equal(0.5498 * 0.2950 / 0.2188, why[1].Copied, 2e-4);
        Assert.Equal(0, why[2].Copied);
        Assert.Empty(why[2].Positions);
    }

    [Fact]
    public void What_is_not_copied_is_what_the_same_model_has_without_its_copy_head()
    {
        const int Window = 4;
        float[] recency = [1.5f, -0.5f, 0.25f, -2], length = [0.1f, -0.3f, 0.5f, -0.7f];
        int[] session = [3, 9, 3, 7, 9, 9];
        var copies = new DeviceModel(Saved(Of(HeadKind.Copy, Window), recency, length, 0.9f));
        var reasons = new CopyReasons(ModelFile.Read(path));
        RecommendedList list = new ListMaker(copies, new ItemChoice(), top: 20, reasons).After(session);
        var plain = new DeviceModel(Saved(Of(HeadKind.Catalog, Window)));
        float[] scores = new float[20];
        var history = new History(plain);
        foreach (int item in session) history.Append(item);
        plain.Score(history, scores);
        double sum = scores.Sum(score => Math.Exp(score)), gate = 1 / (1 + Math.Exp(-(length[3] + (0.9 * 0.25))));
        Assert.Equal(20, list.Why!.Length);
        for (int i = 0; i < list.Items.Length; i++)
        {
            double catalog = (1 - gate) * Math.Exp(scores[list.Items[i] - 1]) / sum;
            Assert.Equal(1 - (catalog / Math.Exp(list.Scores[i])), list.Why[i].Copied, 1e-5);
            Assert.Equal(list.Why[i].Copied, list.Why[i].Positions.Sum(one => one.Share), 1e-12);
        }

        // The first two of six items are no longer held, so item 3 is copied from its later position alone.
        Assert.Equal([4], list.Why[Array.IndexOf(list.Items, 3)].Positions.Select(one => one.Back));
        Assert.Equal([1, 2], list.Why[Array.IndexOf(list.Items, 9)].Positions.Select(one => one.Back));
    }

    [Fact]
    public void A_model_that_does_not_copy_has_none()
    {
        ModelFile file = Saved(Of(HeadKind.Catalog, window: 3));
        Assert.Contains("does not copy", Assert.Throws<InputException>(() => new CopyReasons(file)).Message, StringComparison.Ordinal);
    }

    private static ModelConfiguration Of(HeadKind head, int window) => new()
    {
        Items = 20,
        Encoder = new EncoderSizes { Width = 6, Inner = 4, Heads = 1, Layers = 1, MaxLength = window },
        Head = head,
    };

    private ModelFile Saved(ModelConfiguration configuration, float[]? recency = null, float[]? length = null, float repeat = 0)
    {
        using var model = new SequenceModel(configuration, seed: 5);
        recency?.CopyTo(model.CopyHead!.RecencyBias.Value.Span);
        length?.CopyTo(model.CopyHead!.LengthBias.Value.Span);
        if (recency is not null) model.CopyHead!.RepeatWeight.Value.Span[0] = repeat;
        ModelStore.Save(model, path);
        return ModelFile.Read(path);
    }
}
