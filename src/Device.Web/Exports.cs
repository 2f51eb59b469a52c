using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;

namespace OnDeviceRec.Device.Web;

/// <summary>
/// What package/index.js calls, with arguments that it has checked: models, and histories with their models, are references that
/// JavaScript holds.
/// </summary>
[SupportedOSPlatform("browser")]
internal static partial class Exports
{
    [JSExport]
    [return: JSMarshalAs<JSType.Any>]
    internal static object Load(byte[] bytes) => DeviceModel.Load(bytes);

    [JSExport]
    internal static int CountItems([JSMarshalAs<JSType.Any>] object model) => ((DeviceModel)model).Configuration.Items;

    [JSExport]
    internal static int Find([JSMarshalAs<JSType.Any>] object model, string id) => ((DeviceModel)model).Items.Find(id);

    [JSExport]
    internal static string IdOf([JSMarshalAs<JSType.Any>] object model, int item) => ((DeviceModel)model).Items.IdOf(item);

    [JSExport]
    [return: JSMarshalAs<JSType.Any>]
    internal static object NewHistory([JSMarshalAs<JSType.Any>] object model) => new OpenHistory((DeviceModel)model);

    [JSExport]
    internal static int Count([JSMarshalAs<JSType.Any>] object history) => ((OpenHistory)history).History.Count;

    [JSExport]
    internal static void Append([JSMarshalAs<JSType.Any>] object history, int item) => ((OpenHistory)history).History.Append(item);

    [JSExport]
    internal static void Clear([JSMarshalAs<JSType.Any>] object history) => ((OpenHistory)history).History.Clear();

    [JSExport]
    internal static byte[] Save([JSMarshalAs<JSType.Any>] object history)
    {
        History held = ((OpenHistory)history).History;
        byte[] bytes = new byte[held.SavedLength];
        held.Save(bytes);
        return bytes;
    }

    [JSExport]
    internal static void Restore([JSMarshalAs<JSType.Any>] object history, byte[] bytes) => ((OpenHistory)history).History.Restore(bytes);

    /// <summary>The best items, without those of the history if these are excluded.</summary>
    [JSExport]
    internal static int[] List([JSMarshalAs<JSType.Any>] object history, int count, bool excludeSeen)
    {
        var open = (OpenHistory)history;
        int[] items = new int[Math.Min(count, CountItems(open.Model))];
        return items[..open.Model.Recommend(open.History, items, new RecommendationFilter { ExcludeSeen = excludeSeen })];
    }

    /// <summary>The same with scores: item, score, item, score.</summary>
    [JSExport]
    internal static double[] ListWithScores([JSMarshalAs<JSType.Any>] object history, int count, bool excludeSeen)
    {
        var open = (OpenHistory)history;
        Recommendation[] list = open.Model.Recommend(open.History, count, new RecommendationFilter { ExcludeSeen = excludeSeen });
        double[] pairs = new double[2 * list.Length];
        for (int i = 0; i < list.Length; i++) (pairs[2 * i], pairs[(2 * i) + 1]) = (list[i].Item, list[i].Score);
        return pairs;
    }

    private sealed class OpenHistory(DeviceModel model)
    {
        public readonly DeviceModel Model = model;
        public readonly History History = new(model);
    }
}
