namespace OnDeviceRec.Data;

/// <summary>Where in its epochs a training is.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Epochs">The most there will be.</param>
/// <param name="Batch">Batches of this epoch that are done.</param>
/// <param name="Batches">Batches of an epoch.</param>
/// <param name="Loss">The mean weighted loss of this epoch so far.</param>
public readonly record struct EpochProgress(int Epoch, int Epochs, int Batch, int Batches, double Loss);
