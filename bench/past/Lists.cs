using System.Diagnostics;
using System.Globalization;
using OnDeviceRec.Device;

// Lists.dll MODEL SESSIONS: mean microseconds of appending an item and listing 20, and of listing alone, after every session of a file
// with a session a line; as JSON. Compiled with the device's DLL of one commit or another.
DeviceModel model = DeviceModel.Load(args[0]);
int[][] sessions =
[
    .. File.ReadLines(args[1]).Select(line => line.Split(' ').Select(item => int.Parse(item, CultureInfo.InvariantCulture)).ToArray()),
];
var history = new History(model);
int[] items = new int[20];
float[] scores = new float[items.Length];
var results = new List<string>();
Measure("", () => model.Recommend(history, items, scores));
#if LISTS_ALONE
Measure("Alone", () => model.Recommend(history, items));
#endif
Console.WriteLine($"{{ {string.Join(", ", results)} }}");

void Measure(string name, Func<int> list)
{
    long append = 0, again = 0;
    for (int round = 0; round < 3; round++)
    {
        (append, again) = (0, 0);
        foreach (int[] session in sessions)
        {
            history.Clear();
            foreach (int item in session.AsSpan(0, session.Length - 1)) history.Append(item);
            if (history.Count > 0) list();
            history.Append(session[^1]);
            long start = Stopwatch.GetTimestamp();
            list();
            long middle = Stopwatch.GetTimestamp();
            list();
            again += Stopwatch.GetTimestamp() - middle;
            append += middle - start;
        }
    }

    Add("append", append);
    Add("list", again);

    void Add(string what, long ticks) => results.Add(string.Create(
        CultureInfo.InvariantCulture, $"\"{what}{name}\": {1e6 * ticks / Stopwatch.Frequency / sessions.Length:F2}"));
}
