using System.CommandLine;
using OnDeviceRec.Training;

namespace OnDeviceRec.Cli.Settings;

/// <summary>--epochs, --batch, --learning-rate, --learning-rate-decay, --dropout, --time-decay, --patience, --valid; what is not given is the preset's.</summary>
internal sealed class TrainingSettings
{
    private readonly Option<int> epochs, batch, patience;
    private readonly Option<double> rate, decay, dropout, recency, valid;

    /// <param name="command">The verb.</param>
    /// <param name="defaults">The settings of each preset, or of the one there is, for the help.</param>
    public TrainingSettings(Command command, params (string Preset, TrainingOptions Options)[] defaults)
    {
        epochs = Checks.AtLeast(new("--epochs") { Description = "The most epochs" + PresetDefaults.Text(defaults, o => o.Epochs) }, 1);
        batch = Checks.AtLeast(new("--batch") { Description = "Examples in a step" + PresetDefaults.Text(defaults, o => o.Batch) }, 1);
        patience = Checks.AtLeast(
            new("--patience") { Description = "Epochs without a better validation HR@20 + MRR@20 before training stops" + PresetDefaults.Text(defaults, o => o.Patience) }, 1);
        rate = Rate("--learning-rate", "Adam's learning rate", defaults);
        decay = Decay("--learning-rate-decay", "What an epoch leaves of the rate, which falls evenly; 1 keeps it", defaults);
        dropout = Dropout("--dropout", "The dropout rate", defaults);
        recency = Checks.Within(
            new("--time-decay") { Description = "How much less often an epoch has the first train sequences than the last: e to the power of it; 0 has all alike" + PresetDefaults.Text(defaults, o => o.TimeDecay) }, 0, 100);
        valid = Checks.Within(
            new("--valid") { Description = "Share of the train sequences, the latest, held out to choose by; 0 trains on all for exactly --epochs.", DefaultValueFactory = _ => 0.1 }, 0, 1);
        foreach (Option option in (Option[])[epochs, batch, rate, decay, dropout, recency, patience, valid]) command.Options.Add(option);
    }

    public static Option<double> Rate(string name, string description, params (string Preset, TrainingOptions Options)[] defaults) => Checks.Within(
        new Option<double>(name) { Description = description + PresetDefaults.Text(defaults, o => o.LearningRate) }, 1e-9, 10);

    public static Option<double> Decay(string name, string description, params (string Preset, TrainingOptions Options)[] defaults) => Checks.Within(
        new Option<double>(name) { Description = description + PresetDefaults.Text(defaults, o => o.LearningRateDecay) }, 1e-3, 1);

    public static Option<double> Dropout(string name, string description, params (string Preset, TrainingOptions Options)[] defaults) => Checks.Within(
        new Option<double>(name) { Description = description + PresetDefaults.Text(defaults, o => o.Dropout) }, 0, 1);

    /// <summary>What was given for an option, or the preset's value.</summary>
    public static T Given<T>(ParseResult parsed, Option<T> option, T preset) => parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option)! : preset;

    /// <summary>The same for a setting that the library holds in single precision.</summary>
    public static float Given(ParseResult parsed, Option<double> option, float preset) =>
        parsed.GetResult(option) is { Implicit: false } ? (float)parsed.GetValue(option) : preset;

    public double ValidationShare(ParseResult parsed) => parsed.GetValue(valid);

    public TrainingOptions Read(ParseResult parsed, TrainingOptions preset, ulong seed) => preset with
    {
        Epochs = Given(parsed, epochs, preset.Epochs),
        Batch = Given(parsed, batch, preset.Batch),
        LearningRate = Given(parsed, rate, preset.LearningRate),
        LearningRateDecay = Given(parsed, decay, preset.LearningRateDecay),
        Dropout = Given(parsed, dropout, preset.Dropout),
        TimeDecay = Given(parsed, recency, preset.TimeDecay),
        Patience = Given(parsed, patience, preset.Patience),
        Seed = seed,
    };
}
