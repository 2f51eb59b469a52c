using OnDeviceRec.Autograd;
using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Distillation.Start;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Distillation.Tests.Start;

public sealed class TeacherStartTests
{
    private static readonly EncoderSizes Sizes = new() { Width = 16, Inner = 16, MaxLength = 8 };

    [Fact]
    public void Encoder_and_copy_head_are_the_teacher_s_and_the_table_is_near_its_own()
    {
        using SequenceModel teacher = Model(DenseShape.Instance), student = Model(new BinaryCodesShape(16));
        Assert.True(TeacherStart.Fits(student, teacher));
        TeacherStart.Apply(student, teacher, seed: 4);
        var own = student.Parameters.ToDictionary(parameter => parameter.Name);
        foreach (Parameter parameter in teacher.Parameters.Skip(1))
            Assert.Equal(parameter.Value.Span.ToArray(), own[parameter.Name].Value.Span.ToArray());
        Assert.InRange(Lost(student, teacher), 0, 0.4);
        var codes = (BinaryCodesItemTable)student.Table;
        for (int r = 0; r < codes.Bits; r++)
        {
            Assert.Equal(0.1, Enumerable.Range(0, codes.Items).Average(v => Math.Abs(codes.Latent.Value.Row(v)[r])), 1e-6);
        }
    }

    [Fact]
    public void Bits_beyond_the_width_are_of_what_the_first_ones_leave()
    {
        using SequenceModel teacher = Model(DenseShape.Instance);
        double before = 1;
        foreach (int bits in (int[])[8, 16, 24, 32, 40])
        {
            using SequenceModel student = Model(new BinaryCodesShape(bits));
            Assert.True(TeacherStart.Fits(student, teacher));
            TeacherStart.Apply(student, teacher, seed: 4);
            double lost = Lost(student, teacher);
            Assert.InRange(lost, 0, 0.85 * before);
            before = lost;
        }

        Assert.InRange(before, 0, 0.1);
    }

    [Fact]
    public void Only_a_student_of_the_same_sizes_with_binary_codes_fits()
    {
        using SequenceModel teacher = Model(DenseShape.Instance);
        foreach (SequenceModel other in (SequenceModel[])
            [
                Model(new BinaryCodesShape(16), Sizes with { Width = 8, Inner = 8 }),
                Model(new BinaryCodesShape(16), Sizes with { MaxLength = 9 }),
                Model(new BinaryCodesShape(16), head: HeadKind.Catalog),
                Model(DenseShape.Instance),
            ])
        {
            using (other)
            {
                Assert.False(TeacherStart.Fits(other, teacher));
                Assert.Throws<ArgumentException>(() => TeacherStart.Apply(other, teacher, seed: 1));
            }
        }
    }

    [Fact]
    public void A_student_starts_nearer_to_its_teacher_than_a_random_one()
    {
        using SmallRun taught = SmallRun.Teach(SmallRun.Options);
        taught.Train();
        SequenceModel teacher = taught.Objective.Model;
        ModelConfiguration codes = teacher.Configuration with { Table = new BinaryCodesShape(16) };
        using SequenceModel random = new(codes, seed: 3), started = new(codes, seed: 3);
        TeacherStart.Apply(started, teacher, seed: 1);
        Assert.True(Divergence(started) < 0.7 * Divergence(random), $"{Divergence(started)}, {Divergence(random)}");

        double Divergence(SequenceModel student)
        {
            using var ensemble = new TeacherEnsemble([teacher]);
            var weights = new LossWeights { CrossEntropy = 0, SoftTargets = 1, Contrastive = 0, Predictive = 0 };
            var objective = new DistillationObjective(student, ensemble, SmallRun.Head(), weights, dropout: 0, seed: 1);
            using var tape = new Tape();
            tape.BeginInference();
            return objective.AddLosses(tape, new BatchSampler(new Examples(SmallRun.Data.Train, 1), 64, 8).Read(0)).SoftTargets;
        }
    }

    // The squares of what the student's table lacks of the teacher's, over those of the teacher's.
    private static double Lost(SequenceModel student, SequenceModel teacher)
    {
        using Tape of = new(), from = new();
        of.BeginInference();
        from.BeginInference();
        float[] rows = student.Table.Matrix(of).Value.Span.ToArray(), wanted = teacher.Table.Matrix(from).Value.Span.ToArray();
        return rows.Zip(wanted, (a, b) => (double)(a - b) * (a - b)).Sum() / wanted.Sum(x => (double)x * x);
    }

    private static SequenceModel Model(TableShape table, EncoderSizes? sizes = null, HeadKind head = HeadKind.Copy) =>
        new(
            new ModelConfiguration { Items = SmallRun.Items, Encoder = sizes ?? Sizes, Table = table, Head = head, LogitScale = 10 },
            seed: 6);
}
