using System.CommandLine;
using OnDeviceRec.Cli.Settings;
using OnDeviceRec.Distillation;
using OnDeviceRec.Jobs;

namespace OnDeviceRec.Cli.Commands;

internal static class DistillCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "distill",
            "Distill a student with a compressed item table from a teacher.",
            """
            odrec distill --data DATA/tmall --teacher teacher.odr --out student.odr
            odrec distill --data DATA/tmall --teacher teacher.odr --out student.odr --compression 100
            odrec distill --data DATA/tmall --teacher teacher.odr --out student.odr --shape "I=30,1358 J=64,2 R=38"
            odrec distill --data DATA/tmall --teacher teacher.odr --out student.odr --shape "I=1,40727 J=64,1 R=40 signs"
            odrec distill --data DATA/tmall --teacher teacher.odr --out student.odr --con 0 --pre 0
            """);
        var verb = new TrainingVerb(command, preset => preset.Student);
        var neighbors = new KnnSettings(command);
        Option<string> teacher = Required.Add(command, "--teacher", "The teacher's file.");
        var distillation = new DistillationSettings(command);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                string file = parsed.GetValue(teacher)!;
                Preset preset = TrainingJobs.PresetOf(file);
                return verb.Run(
                    parsed,
                    preset.Student,
                    (jobs, options, output, resume) => jobs.Student(
                        file, distillation.Table(parsed, preset), distillation.Weights(parsed, preset.Weights), neighbors.Read(parsed, options), output, resume),
                    cancellation,
                    file);
            },
            CancellationToken.None));
        return command;
    }
}
