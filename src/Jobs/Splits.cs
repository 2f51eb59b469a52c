using OnDeviceRec.Data;
using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs;

/// <summary>Takes splits out of data sets.</summary>
public static class Splits
{
    /// <summary>The split, and the train sequences that lie before it.</summary>
    /// <param name="split">Which.</param>
    /// <param name="dataset">The data set.</param>
    public static (Sequences Before, Sequences Split) Of(this Split split, Dataset dataset) =>
        split == Split.Valid ? dataset.SplitValidation(Validation.DefaultShare) : (dataset.Train, dataset.Test);
}
