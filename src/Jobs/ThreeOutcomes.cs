using OnDeviceRec.Training;

namespace OnDeviceRec.Jobs;

/// <summary>What the trainings of a <see cref="ThreeTrainings"/> came to.</summary>
/// <param name="Teachers">The teachers.</param>
/// <param name="Student">The student.</param>
/// <param name="FromScratch">The student from scratch.</param>
internal sealed record ThreeOutcomes(IReadOnlyList<TrainingOutcome> Teachers, TrainingOutcome Student, TrainingOutcome FromScratch)
{
    /// <summary>The time of all epochs.</summary>
    public double Seconds => Teachers.Sum(teacher => teacher.Seconds) + Student.Seconds + FromScratch.Seconds;
}
