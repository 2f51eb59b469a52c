namespace OnDeviceRec.Jobs.Settings;

/// <summary>The verbs that a setting is for.</summary>
[Flags]
public enum JobVerbs
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>train.</summary>
    Train = 1,

    /// <summary>distill.</summary>
    Distill = 2,

    /// <summary>run.</summary>
    Run = 4,

    /// <summary>demo.</summary>
    Demo = 8,
}
