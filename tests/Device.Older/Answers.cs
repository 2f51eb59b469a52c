using OnDeviceRec.Device;

/// <summary>The answers of a model as lines of text in which every bit shows.</summary>
internal static class Answers
{
    private const int Top = 10;

    public static void Write(string path)
    {
        DeviceModel model = DeviceModel.Load(path);
        int[] items = new int[Top], alone = new int[Top];
        float[] scores = new float[Top], all = new float[model.Configuration.Items];

        // Also longer ones than the model's window, and some that are encoded step by step.
        for (int length = 1; length <= model.Configuration.Encoder.MaxLength + 2; length++)
        {
            History history = Histories.Of(model, length);
            var filter = new RecommendationFilter { ExcludeSeen = length % 2 == 0 };
            for (int step = 0; step < 2; step++)
            {
                int count = model.Recommend(history, items, scores, filter), listed = model.Recommend(history, alone, filter);
                model.Score(history, all);
                ulong sum = 14695981039346656037;
                foreach (float score in all) sum = (sum ^ (uint)BitConverter.SingleToInt32Bits(score)) * 1099511628211;
                Console.WriteLine(
                    $"{Path.GetFileName(path)} {length}+{step}: {sum:x16} | {string.Join(' ', alone.AsSpan(0, listed).ToArray())} |"
                    + string.Concat(Enumerable.Range(0, count).Select(i => $" {items[i]}={BitConverter.SingleToInt32Bits(scores[i]):x8}")));
                history.Append(items[0]);
            }
        }
    }
}
