using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Autograd.Optimization;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

/// <summary>An encoder with every operation in it, large enough that its loops are split among threads.</summary>
internal sealed class SmallModel : IDisposable
{
    private const int Items = 300, Width = 32, Length = 20, Sequences = 90, Heads = 2;

    private readonly Tape tape = new(seed: 5);
    private readonly List<Parameter> parameters = [];
    private readonly int[] items, positions, offsets, targets, sequences;
    private readonly Prefixes prefixes;
    private readonly Adam adam;

    public SmallModel()
    {
        offsets = new int[Sequences + 1];
        for (int b = 0; b < Sequences; b++) offsets[b + 1] = offsets[b] + 1 + (b * 7 % Length);
        items = [.. Enumerable.Range(0, offsets[^1]).Select(i => i * 31 % Items)];
        positions = [.. Enumerable.Range(0, Sequences).SelectMany(b => Enumerable.Range(0, offsets[b + 1] - offsets[b]))];
        // Two prefixes of each sequence: about half of it, and the whole.
        sequences = [.. Enumerable.Range(0, 2 * Sequences).Select(b => b / 2)];
        prefixes = new Prefixes(
            offsets,
            Enumerable.Range(0, Sequences + 1).Select(s => 2 * s).ToArray(),
            sequences.Select((s, b) => b % 2 == 0 ? (offsets[s] + offsets[s + 1] - 1) / 2 : offsets[s + 1] - 1).ToArray());
        targets = [.. sequences.Select(s => s * 13 % Items)];
        Add(Items, Width);
        Add(Length, Width);
        for (int i = 0; i < 6; i++) Add(Width, Width);
        for (int i = 0; i < 4; i++) Add(1, Width);
        Add(Width, 2 * Width);
        adam = new Adam(parameters);
    }

    /// <summary>A training step.</summary>
    /// <param name="number">Its number.</param>
    /// <returns>The loss.</returns>
    public double Step(uint number)
    {
        tape.BeginTraining(number);
        Parameter table = parameters[0], w1 = parameters[6], w2 = parameters[7], gain = parameters[8], bias = parameters[9];
        Variable x = Addition.Apply(tape, GatherRows.Apply(tape, table, items), GatherRows.Apply(tape, parameters[1], positions));
        x = Dropout.Apply(tape, LayerNormalization.Apply(tape, x, gain, bias), 0.3f);
        Variable attended = CausalAttention.Apply(
            tape,
            Linear.Apply(tape, x, parameters[2], bias),
            Linear.Apply(tape, x, parameters[3]),
            Linear.Apply(tape, x, parameters[4]),
            offsets,
            Heads,
            0.3f);
        x = LayerNormalization.Apply(tape, Addition.Apply(tape, attended, x), gain, bias);
        x = Addition.Apply(tape, x, GeluActivation.Apply(tape, Linear.Apply(tape, x, parameters[5], parameters[10])));
        Variable local = Linear.Apply(tape, TanhActivation.Apply(tape, x), w1);
        Variable global = Linear.Apply(tape, PrefixMean.Apply(tape, x, prefixes), w2);
        Variable pooled = SoftAttention.Apply(tape, x, local, global, parameters[11], prefixes);
        Variable both = ConcatenateColumns.Apply(tape, pooled, GatherRows.Apply(tape, x, prefixes.Lasts));
        Variable h = NormalizeRows.Apply(tape, Linear.Apply(tape, both, parameters[12]));
        Variable candidates = GatherRows.Apply(tape, table, targets);
        double loss = InfoNce.Apply(tape, MatrixMultiply.Apply(tape, h, candidates, transposeB: true, alpha: 5), 1);
        tape.Backward();
        adam.Step();
        return loss;
    }

    /// <summary>All parameters.</summary>
    public float[] State() => [.. parameters.SelectMany(parameter => parameter.Value.Span.ToArray())];

    public void Dispose()
    {
        tape.Dispose();
        adam.Dispose();
        foreach (Parameter parameter in parameters) parameter.Dispose();
    }

    private void Add(int rows, int columns) => parameters.Add(Values.RandomParameter(new Shape(rows, columns), (ulong)parameters.Count));
}
