namespace OnDeviceRec.Jobs.Experiments.Studies;

/// <summary>What of a job is measured.</summary>
public enum Part
{
    /// <summary>POP; the job plays no part.</summary>
    Popularity,

    /// <summary>S-POP; the job plays no part.</summary>
    SessionPopularity,

    /// <summary>Sequence-kNN with the settings that validation chose; the job plays no part.</summary>
    Neighbors,

    /// <summary>The same with repeats.</summary>
    NeighborsWithRepeats,

    /// <summary>The teacher's file.</summary>
    Teacher,

    /// <summary>The teacher, and sequence-kNN with repeats for a quarter of what is new.</summary>
    TeacherAndNeighbors,

    /// <summary>The teachers of the job together.</summary>
    AllTeachers,

    /// <summary>They and sequence-kNN.</summary>
    AllTeachersAndNeighbors,

    /// <summary>The distilled student's file as it is shipped.</summary>
    Student,

    /// <summary>The file of the same student trained without a teacher.</summary>
    StudentFromScratch,
}
