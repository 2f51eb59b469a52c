using OnDeviceRec.Autograd;
using OnDeviceRec.Data;
using OnDeviceRec.Models;

namespace OnDeviceRec.Training;

/// <summary>What a training minimizes.</summary>
public interface IObjective
{
    /// <summary>The model that is trained, validated and kept.</summary>
    SequenceModel Model { get; }

    /// <summary>Everything that is trained: the model's parameters and what serves training only.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>
    /// Does what takes long and is needed before the first step; called once, when nothing speaks against the training any more.
    /// </summary>
    void Prepare()
    {
    }

    /// <summary>Adds the weighted losses of a batch to the tape and returns them unweighted.</summary>
    /// <param name="tape">The tape, in a training step.</param>
    /// <param name="batch">The examples.</param>
    LossTerms AddLosses(Tape tape, RaggedBatch batch);
}
