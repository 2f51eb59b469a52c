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
    foreach (string id in args.AsSpan(1)) history.Append(model.Items.Find(id));
    foreach (Recommendation next in model.Recommend(history, 20))
        Console.WriteLine(FormattableString.Invariant($"{model.Items.IdOf(next.Item)} {next.Score:F4}"));
    return 0;
}
catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException or ModelFormatException
    or NonFiniteScoreException)
{
    Console.Error.WriteLine($"next-items: {e.Message}");
    return 1;
}
