namespace OnDeviceRec.Jobs.Settings;

/// <summary>What a setting is about, in the order of the help.</summary>
public enum SettingGroup
{
    /// <summary>Files and splits.</summary>
    Data,

    /// <summary>The models' sizes.</summary>
    Model,

    /// <summary>The trainings.</summary>
    Training,

    /// <summary>What students learn from their teacher.</summary>
    Distillation,
}
