using System.Diagnostics;
using System.Globalization;
using OnDeviceRec.Device;

/// <summary>Times of lists of twenty, of a history that is encoded already.</summary>
internal static class Times
{
    private const int Top = 20, Rounds = 9, ItemsOfHistory = 10;

    // Code is compiled at its best after some calls and a while.
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(0.6), Round = TimeSpan.FromSeconds(0.04);

    /// <summary>Medians of a list with its scores and of one without, in microseconds.</summary>
    public static string Of(string path)
    {
        DeviceModel model = DeviceModel.Load(path);
        History history = Histories.Of(model, ItemsOfHistory);
        int[] items = new int[Top];
        float[] scores = new float[Top];
        double all = Median(() => model.Recommend(history, items, scores)), alone = Median(() => model.Recommend(history, items));
        return string.Create(CultureInfo.InvariantCulture, $"{all:F0} {alone:F0}");
    }

    private static double Median(Action list)
    {
        Measure(list, Warm);
        double[] rounds = new double[Rounds];
        for (int i = 0; i < rounds.Length; i++) rounds[i] = Measure(list, Round);
        Array.Sort(rounds);
        return rounds[Rounds / 2];
    }

    // Microseconds of one.
    private static double Measure(Action list, TimeSpan atLeast)
    {
        int count = 0;
        var clock = Stopwatch.StartNew();
        for (; clock.Elapsed < atLeast; count++) list();
        return clock.Elapsed.TotalMicroseconds / count;
    }
}
