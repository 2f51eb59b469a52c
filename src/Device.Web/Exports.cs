using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;

namespace OnDeviceRec.Device.Web;

/// <summary>What package/index.js calls: models and histories are references that JavaScript holds.</summary>
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
    internal static object NewHistory([JSMarshalAs<JSType.Any>] object model) => new History((DeviceModel)model);

    [JSExport]
    internal static int Append([JSMarshalAs<JSType.Any>] object history, int item)
    {
        var h = (History)history;
        h.Append(item);
        return h.Count;
    }

    [JSExport]
    internal static void Clear([JSMarshalAs<JSType.Any>] object history) => ((History)history).Clear();

    [JSExport]
    internal static byte[] Save([JSMarshalAs<JSType.Any>] object history)
    {
        var h = (History)history;
        byte[] bytes = new byte[h.SavedLength];
        h.Save(bytes);
        return bytes;
    }

    [JSExport]
    internal static int Restore([JSMarshalAs<JSType.Any>] object history, byte[] bytes)
    {
        var h = (History)history;
        h.Restore(bytes);
        return h.Count;
    }

    /// <summary>The best items; those of the history are left out where asked for.</summary>
    [JSExport]
    internal static int[] List(
        [JSMarshalAs<JSType.Any>] object model, [JSMarshalAs<JSType.Any>] object history, int count, bool excludeSeen)
    {
        int[] items = new int[Math.Min(count, CountItems(model))];
        int listed = ((DeviceModel)model).Recommend((History)history, items, new RecommendationFilter { ExcludeSeen = excludeSeen });
        return items[..listed];
    }

    /// <summary>The best items with their scores: item, score, item, score.</summary>
    [JSExport]
    internal static double[] ListWithScores(
        [JSMarshalAs<JSType.Any>] object model, [JSMarshalAs<JSType.Any>] object history, int count, bool excludeSeen)
    {
        Recommendation[] list =
            ((DeviceModel)model).Recommend((History)history, count, new RecommendationFilter { ExcludeSeen = excludeSeen });
        double[] pairs = new double[2 * list.Length];
        for (int i = 0; i < list.Length; i++) (pairs[2 * i], pairs[(2 * i) + 1]) = (list[i].Item, list[i].Score);
        return pairs;
    }
}
