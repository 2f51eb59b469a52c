using System.CommandLine;
using OnDeviceRec.Distillation.Training;

namespace OnDeviceRec.Cli.Settings;

/// <summary>--epochs, --batch, --rate, --dropout, --valid, --patience.</summary>
internal sealed class TrainingSettings
{
    private readonly Option<int> epochs, batch, patience;
    private readonly Option<double> rate, dropout, valid;

    public TrainingSettings(Command command, TrainingOptions defaults)
    {
        epochs = Checks.AtLeast(new("--epochs") { Description = "The most epochs.", DefaultValueFactory = _ => defaults.Epochs }, 1);
        batch = Checks.AtLeast(new("--batch") { Description = "Examples in a step.", DefaultValueFactory = _ => defaults.Batch }, 1);
        patience = Checks.AtLeast(
            new("--patience") { Description = "Epochs without a better validation NDCG@10 before training stops.", DefaultValueFactory = _ => defaults.Patience }, 1);
        rate = Rate("--rate", "Adam's learning rate.", defaults);
        dropout = Dropout("--dropout", "The dropout rate.", defaults);
        valid = Checks.Within(
            new("--valid") { Description = "Share of the train sequences, the latest, held out to choose by; 0 trains on all for exactly --epochs.", DefaultValueFactory = _ => 0.1 }, 0, 1);
        foreach (Option option in (Option[])[epochs, batch, rate, dropout, patience, valid]) command.Options.Add(option);
    }

    public static Option<double> Rate(string name, string description, TrainingOptions defaults) => Checks.Within(
        new Option<double>(name) { Description = description, DefaultValueFactory = _ => Math.Round(defaults.Rate, 8) }, 1e-9, 10);

    public static Option<double> Dropout(string name, string description, TrainingOptions defaults) => Checks.Within(
        new Option<double>(name) { Description = description, DefaultValueFactory = _ => Math.Round(defaults.Dropout, 6) }, 0, 1);

    public double ValidationShare(ParseResult parsed) => parsed.GetValue(valid);

    public TrainingOptions Read(ParseResult parsed, ulong seed) => new()
    {
        Epochs = parsed.GetValue(epochs),
        Batch = parsed.GetValue(batch),
        Rate = (float)parsed.GetValue(rate),
        Dropout = (float)parsed.GetValue(dropout),
        Patience = parsed.GetValue(patience),
        Seed = seed,
    };
}
