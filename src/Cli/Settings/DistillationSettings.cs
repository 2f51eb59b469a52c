using System.CommandLine;
using OnDeviceRec.Distillation;

namespace OnDeviceRec.Cli.Settings;

/// <summary>--compression and the weights of the four losses.</summary>
internal sealed class DistillationSettings
{
    private readonly Option<double> compression, ce, kl, con, pre, temperature;

    public DistillationSettings(Command command, LossWeights defaults)
    {
        compression = Checks.Within(
            new("--compression") { Description = "Wanted compression of the item table, V·d over its parameters.", DefaultValueFactory = _ => 30 }, 1, 1e9);
        ce = Weight("--ce", "the true next item", defaults.CrossEntropy);
        kl = Weight("--kl", "the teacher's soft targets", defaults.SoftTargets);
        con = Weight("--con", "the contrastive task", defaults.Contrastive);
        pre = Weight("--pre", "the predictive task", defaults.Predictive);
        temperature = Checks.Within(
            new("--temperature") { Description = "θ of the soft targets.", DefaultValueFactory = _ => Math.Round(defaults.Temperature, 6) }, 1e-3, 1e3);
        foreach (Option option in (Option[])[compression, ce, kl, con, pre, temperature]) command.Options.Add(option);
    }

    public double Compression(ParseResult parsed) => parsed.GetValue(compression);

    public LossWeights Weights(ParseResult parsed) => new LossWeights
    {
        CrossEntropy = (float)parsed.GetValue(ce),
        SoftTargets = (float)parsed.GetValue(kl),
        Contrastive = (float)parsed.GetValue(con),
        Predictive = (float)parsed.GetValue(pre),
        Temperature = (float)parsed.GetValue(temperature),
    }.Checked();

    private static Option<double> Weight(string name, string loss, float value) => Checks.Within(
        new Option<double>(name) { Description = $"Weight of {loss}; 0 switches it off.", DefaultValueFactory = _ => Math.Round(value, 8) }, 0, 1e6);
}
