using OnDeviceRec.Device;
using UnityEngine;

/// <summary>
/// The next items for one player. To be copied to Assets, with lib/netstandard2.1/OnDeviceRec.Device.dll of the package in Assets/Plugins
/// and the model file as Assets/shop.bytes, which goes into the field in the editor. Not built here.
/// </summary>
public sealed class NextItems : MonoBehaviour
{
    private const string Kept = "NextItems.history";

    [SerializeField]
    private TextAsset modelFile;

    private DeviceModel model;
    private History history;

    /// <summary>What may come after an item, by its id in the catalog; best first, without what the history holds.</summary>
    public Recommendation[] After(string id)
    {
        history.Append(model.Items.Find(id));
        return model.Recommend(history, 20, new RecommendationFilter { ExcludeSeen = true });
    }

    /// <summary>The id of an item in a list.</summary>
    public string IdOf(Recommendation next) => model.Items.IdOf(next.Item);

    private void Awake()
    {
        model = DeviceModel.Load(modelFile.bytes);
        history = new History(model);
        if (!PlayerPrefs.HasKey(Kept)) return;
        try
        {
            history.Restore(System.Convert.FromBase64String(PlayerPrefs.GetString(Kept)));
        }
        catch (System.Exception e) when (e is HistoryFormatException or System.FormatException)
        {
            Debug.LogWarning($"The player's history starts anew: {e.Message}");
        }
    }

    private void OnApplicationPause(bool isPaused)
    {
        if (!isPaused || history.Count == 0) return;
        byte[] bytes = new byte[history.SavedLength];
        history.Save(bytes);
        PlayerPrefs.SetString(Kept, System.Convert.ToBase64String(bytes));
        PlayerPrefs.Save();
    }
}
