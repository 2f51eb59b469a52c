using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OnDeviceRec.Jobs.Experiments.Studies;

/// <summary>A measurement's file.</summary>
/// <param name="Dataset">The data set's name.</param>
/// <param name="Data">What sequences it has.</param>
/// <param name="Part">What of the job was measured.</param>
/// <param name="Job">The job's settings.</param>
/// <param name="Student">The student that they came to, or null.</param>
/// <param name="Codes">The student's table, if it is none of a job's.</param>
/// <param name="FileBytes">As <see cref="Measurement.FileBytes"/>.</param>
/// <param name="Seconds">As <see cref="Measurement.Seconds"/>.</param>
/// <param name="HitRate20">For people: it follows from the ranks.</param>
/// <param name="ReciprocalRank20">For people.</param>
/// <param name="Gain10">For people.</param>
/// <param name="Ranks">The rank of every test example, a byte each, deflated, in base 64.</param>
internal sealed record KeptMeasurement(
    string Dataset,
    string Data,
    Part Part,
    JsonObject Job,
    string? Student,
    CodedTable? Codes,
    long FileBytes,
    double Seconds,
    [property: JsonPropertyName("HR@20")] double HitRate20,
    [property: JsonPropertyName("MRR@20")] double ReciprocalRank20,
    [property: JsonPropertyName("NDCG@10")] double Gain10,
    byte[] Ranks);
