using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Training;
using OnDeviceRec.Training.Checkpoints;

namespace OnDeviceRec.Jobs;

/// <summary>What makes a training the one it is, for its checkpoint: in front what a person would look at first.</summary>
internal static class TrainingRun
{
    /// <summary>Describes a training.</summary>
    /// <param name="name">What it is called in progress.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="examples">Examples to train on and to validate with.</param>
    /// <param name="model">The model.</param>
    /// <param name="options">
    /// The training. More epochs or patience continue the same run, unless the learning rate depends on them; everything else makes it
    /// another.
    /// </param>
    /// <param name="teaching">What makes a distillation the one it is; null for a training with the true next item alone.</param>
    public static RunDescription Describe(
        string name,
        Dataset dataset,
        (int Train, int Valid) examples,
        ModelConfiguration model,
        TrainingOptions options,
        RunDescription? teaching)
    {
        EncoderSizes e = model.Encoder;
        int epochs = options.Schedule == LearningRateSchedule.Constant ? 0 : options.Epochs;
        RunDescription run = new RunDescription()
            .Add("model", name)
            .Add("data set", dataset.Name);
        foreach ((string part, string hash) in DatasetHashes.Of(dataset)) run.AddHash(part, hash);
        run.Add("items", dataset.Items)
            .Add("shortest prefix", dataset.MinPrefix)
            .Add("training examples", examples.Train)
            .Add("validation examples", examples.Valid)
            .AddAll(options with { Epochs = epochs, Patience = 0 })
            .Add("width", e.Width)
            .Add("inner width", e.Inner)
            .Add("heads", e.Heads)
            .Add("layers", e.Layers)
            .Add("max length", e.MaxLength)
            .Add("readout", ReadoutName.Of(e.Readout))
            .Add("layer norm epsilon", e.LayerNormEpsilon)
            .Add("item table", model.Table.Text)
            .Add("head", $"{model.Head}".ToLowerInvariant())
            .Add("logit scale", model.LogitScale);
        return teaching is null ? run : run.AddAll(teaching);
    }
}
