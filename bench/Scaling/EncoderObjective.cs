using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Models;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Bench.Scaling;

/// <summary>The encoder without a catalog: the loss is that of one of two items of all zeros, which costs next to nothing.</summary>
internal sealed class EncoderObjective(SequenceModel model, float dropout) : IObjective
{
    private int[] targets = [];

    public SequenceModel Model => model;

    public IReadOnlyList<Parameter> Parameters => model.Parameters;

    public LossTerms AddLosses(Tape tape, RaggedBatch batch)
    {
        if (targets.Length != batch.Count) targets = new int[batch.Count];
        Variable h = model.Encode(tape, model.Table.Matrix(tape), batch, dropout).H;
        Variable twoItems = tape.Constant(tape.Arena.RentZeroed(new Shape(2, h.Columns)));
        return new LossTerms(FullSoftmaxCrossEntropy.Apply(tape, h, twoItems, targets, weight: 1).CrossEntropy);
    }
}
