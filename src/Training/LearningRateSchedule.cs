namespace OnDeviceRec.Training;

/// <summary>How the learning rate of a training goes, and with it how a training ends.</summary>
public enum LearningRateSchedule
{
    /// <summary>It stays; training stops when validation has not improved for a while, and the best epoch's weights are kept.</summary>
    Constant,

    /// <summary>
    /// It falls along a cosine, η (0.02 + 0.98 (1 + cos πx)/2) after the share x of all steps: the number of epochs is fixed, and the last
    /// epoch's weights are kept.
    /// </summary>
    Cosine,
}
