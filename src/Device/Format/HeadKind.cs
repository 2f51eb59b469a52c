namespace OnDeviceRec.Device.Format;

/// <summary>What turns h into the scores of items; the values are the file's codes.</summary>
public enum HeadKind
{
    /// <summary>The score of item v is h·E[v].</summary>
    Catalog = 0,

    /// <summary>The score is ln P(v), P = g·p_copy + (1 − g)·softmax(h·Eᵀ): the items of the history may be copied.</summary>
    Copy = 1,
}
