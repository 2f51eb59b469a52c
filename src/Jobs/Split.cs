namespace OnDeviceRec.Jobs;

/// <summary>Which sequences of a data set are evaluated.</summary>
public enum Split
{
    /// <summary>The test sequences.</summary>
    Test,

    /// <summary>The validation sequences of training's default.</summary>
    Valid,
}
