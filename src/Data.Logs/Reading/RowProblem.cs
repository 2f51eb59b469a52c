namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>Why a row is no event that counts, in the order in which it is asked.</summary>
internal enum RowProblem
{
    /// <summary>It counts.</summary>
    None,

    /// <summary>It is none of its format's rows.</summary>
    Broken,

    /// <summary>Its kind of event does not count.</summary>
    OtherEvent,

    /// <summary>One of its ids is a floating-point number that stands for several ids.</summary>
    Lost,

    /// <summary>It has no user, or no session in a log of sessions.</summary>
    NoOwner,

    /// <summary>It has no item.</summary>
    NoItem,

    /// <summary>It has no time.</summary>
    NoTime,

    /// <summary>Its time cannot be read.</summary>
    Time,

    /// <summary>Its item is longer than a model file's ids, or has a control character.</summary>
    Item,
}
