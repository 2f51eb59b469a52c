namespace OnDeviceRec.Training.Checkpoints;

/// <summary>One of the things that make a run the one it is.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsHash">Whether the value is the hash of something, which tells a person nothing but that it is another one.</param>
internal readonly record struct RunTrait(string Name, string Value, bool IsHash);
