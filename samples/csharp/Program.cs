using System.Globalization;
using OnDeviceRec.Device;

// next-items student.odr 12 5 9: the 20 best next items after a session.
if (args.Length < 2)
{
    Console.Error.WriteLine("usage: next-items MODEL ITEM...");
    return 2;
}

try
{
    DeviceModel model = DeviceModel.Load(args[0]);   // immutable, shared between threads
    var history = new History(model);                // one user's state
    foreach (string id in args.AsSpan(1))
    {
        // The catalog's own ids where the model has them, else numbers from 1.
        bool isKnown = model.Ids is null
            ? int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int item)
            : model.Ids.TryFind(id, out item);
        if (!isKnown) throw new ArgumentException($"The catalog has no id {id}.");
        history.Append(item);
    }

    Span<int> items = stackalloc int[20];
    Span<float> scores = stackalloc float[20];
    int count = model.Recommend(history, items, scores);
    for (int i = 0; i < count; i++) Console.WriteLine(FormattableString.Invariant($"{items[i]} {scores[i]:F4}"));
    return 0;
}
catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException or ModelFormatException
    or NonFiniteScoreException)
{
    Console.Error.WriteLine($"next-items: {e.Message}");
    return 1;
}
