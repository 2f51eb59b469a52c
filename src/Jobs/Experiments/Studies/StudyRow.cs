namespace OnDeviceRec.Jobs.Experiments.Studies;

/// <summary>A row of a study.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Arm">What is measured.</param>
/// <param name="Against">What it is compared with, the name and the arm; null for nothing.</param>
/// <param name="Slice">The slice of the examples that it is about (<see cref="Evaluation.Slice.Name"/>), or null for all.</param>
public sealed record StudyRow(string Name, Arm Arm, (string Name, Arm Arm)? Against = null, string? Slice = null);
