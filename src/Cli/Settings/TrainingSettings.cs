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
        rate = Checks.Within(new("--rate") { Description = "Adam's learning rate.", DefaultValueFactory = _ => Math.Round(defaults.Rate, 8) }, 1e-9, 10);
        dropout = Checks.Within(new("--dropout") { Description = "The dropout rate.", DefaultValueFactory = _ => Math.Round(defaults.Dropout, 6) }, 0, 1);
        valid = Checks.Within(
            new("--valid") { Description = "Share of the train sequences, the latest, held out to choose by; 0 trains on all for exactly --epochs.", DefaultValueFactory = _ => 0.1 }, 0, 1);
        foreach (Option option in (Option[])[epochs, batch, rate, dropout, patience, valid]) command.Options.Add(option);
    }

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
