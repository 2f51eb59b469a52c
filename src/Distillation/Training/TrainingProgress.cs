namespace OnDeviceRec.Distillation.Training;

/// <summary>How far a training run is.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Epochs">The most there will be.</param>
/// <param name="Batch">Batches of this epoch that are done.</param>
/// <param name="Batches">Batches of an epoch.</param>
/// <param name="Loss">The mean weighted loss of this epoch so far.</param>
/// <param name="Finished">The epoch's record, once it is finished.</param>
public readonly record struct TrainingProgress(int Epoch, int Epochs, int Batch, int Batches, double Loss, EpochRecord? Finished = null);
