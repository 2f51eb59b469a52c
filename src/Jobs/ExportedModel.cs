using System.Text.Json.Nodes;

namespace OnDeviceRec.Jobs;

/// <summary>What <c>export</c> wrote.</summary>
/// <param name="File">The file.</param>
/// <param name="Tensors">Tensors of the model in it.</param>
/// <param name="FileBytes">Its size.</param>
/// <param name="Items">V of the model.</param>
/// <param name="Width">d of the model.</param>
public sealed record ExportedModel(string File, int Tensors, long FileBytes, int Items, int Width)
{
    /// <summary>The same as one object.</summary>
    public JsonObject ToJson() => new()
    {
        ["file"] = File,
        ["tensors"] = Tensors,
        ["fileBytes"] = FileBytes,
        ["items"] = Items,
        ["width"] = Width,
    };
}
