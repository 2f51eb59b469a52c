namespace OnDeviceRec.Device.Tests.Format;

/// <summary>
/// Files from nobody knows where: they are refused with <see cref="ModelFormatException"/> or they are models that work, and loading them
/// takes no more memory than twice their size.
/// </summary>
internal static class HostileFile
{
    // Objects that every model has, and what an exception takes.
    private const int Constant = 64 << 10;

    /// <summary>Why the bytes are refused, from memory and from a stream alike; null if they are a model, which works.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="factor">What loading may take, as a multiple of the file.</param>
    public static string? Refusal(byte[] bytes, int factor = 2)
    {
        string? reason = Load(bytes, factor, () => DeviceModel.Load(bytes), out DeviceModel? model);
        Assert.Equal(reason, Load(bytes, factor, () => DeviceModel.Load(new MemoryStream(bytes)), out _));
        if (model is null) return reason;
        AssertWorks(model);
        AssertRecord(ModelFile.Parse(bytes));
        return null;
    }

    private static string? Load(byte[] bytes, int factor, Func<DeviceModel> load, out DeviceModel? model)
    {
        // What a process makes once, as the texts of its first exception, may come on top the first time.
        long bound = ((long)factor * bytes.Length) + Constant;
        string? reason = Load(load, out model, out long taken);
        if (taken > bound) reason = Load(load, out model, out taken);
        Assert.InRange(taken, 0, bound);
        if (reason is not null) Assert.False(reason.Length == 0 || reason.Contains('\n'), reason);
        return reason;
    }

    private static string? Load(Func<DeviceModel> load, out DeviceModel? model, out long taken)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string? reason = null;
        model = null;
        try
        {
            model = load();
        }
        catch (ModelFormatException e)
        {
            reason = e.Message;
        }

        taken = GC.GetAllocatedBytesForCurrentThread() - before;
        return reason;
    }

    // What it was trained on can be, or is refused.
    private static void AssertRecord(ModelFile file)
    {
        try
        {
            if (file.Training is { } training) Assert.InRange(training.Trained, 0, training.Sequences);
        }
        catch (ModelFormatException e)
        {
            Assert.StartsWith("Training: ", e.Message, StringComparison.Ordinal);
        }
    }

    // It gives a list or says that a score is none; its ids and items find each other; its histories can be saved.
    private static void AssertWorks(DeviceModel model)
    {
        int items = model.Configuration.Items, count = Math.Min(20, items);
        History history = Histories.Of(model, items, 1);
        byte[] saved = new byte[history.SavedLength];
        history.Save(saved);
        history.Restore(saved);
        try
        {
            float[] scores = new float[20];
            Assert.Equal(count, model.Recommend(history, new int[20], scores));
            Assert.All(scores, score => Assert.True(float.IsFinite(score)));
            Assert.InRange(
                model.Recommend(history, new int[20], new float[20], new RecommendationFilter { ExcludeSeen = true }),
                count - Math.Min(2, count),
                count);
            model.Score(history, new float[items]);
        }
        catch (NonFiniteScoreException)
        {
        }

        for (int item = 1; item <= items; item++)
        {
            Assert.True(model.Items.TryFind(model.Items.IdOf(item), out int found));
            Assert.Equal(item, found);
        }
    }
}
