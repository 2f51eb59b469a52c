using System.CommandLine;
using OnDeviceRec.Distillation;
using OnDeviceRec.Distillation.Jobs;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Cli.Settings;

/// <summary>--compression or --shape, and the weights of the four losses.</summary>
internal sealed class DistillationSettings
{
    private readonly ShapeSettings shape;
    private readonly Option<double> compression, ce, kl, con, pre, temperature;

    public DistillationSettings(Command command, LossWeights defaults)
    {
        compression = Checks.Within(
            new("--compression") { Description = "Wanted compression of the item table, V·d over its parameters.", DefaultValueFactory = _ => JobOptions.DefaultCompression }, 1, 1e9);
        ce = Weight("--ce", "the true next item", defaults.CrossEntropy);
        kl = Weight("--kl", "the teacher's soft targets", defaults.SoftTargets);
        con = Weight("--con", "the contrastive task", defaults.Contrastive);
        pre = Weight("--pre", "the predictive task", defaults.Predictive);
        temperature = Checks.Within(
            new("--temperature") { Description = "θ of the soft targets.", DefaultValueFactory = _ => Math.Round(defaults.Temperature, 6) }, 1e-3, 1e3);
        shape = new ShapeSettings(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(shape.Option) is not null && result.GetResult(compression) is { Implicit: false })
                result.AddError("--shape and --compression exclude each other: a shape has its own rate");
        });
        foreach (Option option in (Option[])[compression, ce, kl, con, pre, temperature]) command.Options.Add(option);
    }

    /// <summary>The shape of the student's table for V items of width d.</summary>
    public Func<int, int, TensorTrainShape> Table(ParseResult parsed) => (items, width) =>
    {
        if (shape.Read(parsed, items) is not { } given) return JobOptions.TableOf(parsed.GetValue(compression))(items, width);
        return given.Width == width ? given : throw new ArgumentException($"--shape has width {given.Width}, the product of its J; the model's is {width}.");
    };

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
