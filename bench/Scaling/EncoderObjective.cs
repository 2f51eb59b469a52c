using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Distillation.Training;
using OnDeviceRec.Models;

namespace OnDeviceRec.Bench.Scaling;

/// <summary>The encoder without a catalogue: a loss on h itself, the softmax of its d numbers, costs next to nothing.</summary>
internal sealed class EncoderObjective(SequenceModel model, float dropout) : IObjective
{
    private int[] classes = [];

    public SequenceModel Model => model;

    public IReadOnlyList<Parameter> Parameters => model.Parameters;

    public void AddLosses(Tape tape, RaggedBatch batch)
    {
        if (classes.Length != batch.Count) classes = [.. Enumerable.Range(0, batch.Count).Select(b => b % model.Table.Width)];
        CrossEntropy.Apply(tape, model.Encode(tape, model.Table.Matrix(tape), batch, dropout), classes, weight: 1);
    }
}
