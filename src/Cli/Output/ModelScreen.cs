using System.Globalization;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Jobs;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Files;
using OnDeviceRec.Models.Tables;
using Spectre.Console;

namespace OnDeviceRec.Cli.Output;

/// <summary>What is in a model file, and how it was trained.</summary>
internal static class ModelScreen
{
    public static void Show(IAnsiConsole console, ModelDescription model)
    {
        ModelConfiguration c = model.Configuration;
        EncoderSizes e = c.Encoder;
        console.Write(Tables.Pairs(
            ("file", model.Path),
            ("items V", Tables.Count(c.Items)),
            ("width d", Tables.Count(e.Width)),
            ("layers, heads, inner", $"{e.Layers}, {e.Heads}, {e.Inner}"),
            ("most recent items T", Tables.Count(e.MaxLength)),
            ("readout", ReadoutName.Of(e.Readout)),
            ("head", model.Head),
            ("logit scale", c.LogitScale > 0 ? c.LogitScale.ToString(CultureInfo.InvariantCulture) : "none"),
            ("item table", c.Table.Text),
            ("table parameters", Tables.Count(c.TableParameters)),
            ("encoder parameters", Tables.Count(c.EncoderParameters)),
            ("table compression", Tables.Times(model.TableCompression)),
            ("file bytes", Tables.Count(model.FileBytes)),
            ("file compression", Tables.Times(model.FileCompression)),
            ("compression is over", model.Over),
            ("precision", PrecisionName.Of(c.Precision)),
            ("catalog's own ids", model.Ids),
            ("trained on", model.Training is { } t
                ? $"the first {Tables.Count(t.Trained)} of {Tables.Count(t.Sequences)} train sequences"
                : "not said")));
    }

    public static void Show(IAnsiConsole console, TrainedModel model)
    {
        Show(console, model.Description);
        string best = model.Training.Best?.Valid is { } valid
            ? $", best epoch {model.Training.Best.Epoch + 1}: validation HR@20 {Tables.Percent(valid.HitRate20)}, "
                + $"MRR@20 {Tables.Percent(valid.ReciprocalRank20)}, NDCG@10 {Tables.Percent(valid.Gain10)}"
            : string.Empty;
        string epochs = model.Training.Epochs.Count == 1 ? "1 epoch" : $"{model.Training.Epochs.Count} epochs";
        string refit = model.Refit is null ? string.Empty : ", then as many on all sequences";
        console.WriteLine($"{epochs}{best}{refit}; {model.Seconds.ToString("F0", CultureInfo.InvariantCulture)} s.");
        if (model.Description.Training is { } on && on.Trained < on.Sequences)
        {
            console.WriteLine(
                $"The latest {Tables.Count(on.Sequences - on.Trained)} of {Tables.Count(on.Sequences)} train sequences were held out to "
                + "validate by; --refit trains on all of them.");
        }
    }
}
