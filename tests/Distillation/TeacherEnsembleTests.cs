using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tests;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Distillation.Tests;

public sealed class TeacherEnsembleTests
{
    [Fact]
    public void Its_logits_are_the_mean_of_the_teachers_logits()
    {
        SequenceModel[] teachers = [Teacher(1, 16), Teacher(2, 8), Teacher(3, 16)];
        using var ensemble = new TeacherEnsemble(teachers);
        RaggedBatch batch = new BatchSampler(new Examples(SmallRun.Data.Train, 1), 20, 8).Read(0);
        using var tape = new Tape();
        tape.BeginInference();
        (SoftTargets soft, Variable first) = ensemble.Encode(tape, batch, temperature: 2, weight: 3);
        Assert.Equal((2f, 3f), (soft.Temperature, soft.Weight));
        using Tensor mean = Logits(soft.Hidden, soft.Table);
        double[] expected = new double[mean.Length];
        for (int k = 0; k < teachers.Length; k++)
        {
            using var own = new Tape();
            own.BeginInference();
            Variable table = teachers[k].Table.Matrix(own);
            Tensor h = teachers[k].Encode(own, table, batch).H.Value;
            if (k == 0) Assert.Equal(h.Span.ToArray(), first.Value.Span.ToArray());
            using Tensor logits = Logits(h, table.Value);
            for (int i = 0; i < expected.Length; i++) expected[i] += logits.Span[i] / 3d;
        }

        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], mean.Span[i], 1e-5);
    }

    [Fact]
    public void A_teacher_three_times_is_that_teacher()
    {
        SequenceModel teacher = Teacher(1, 16);
        Assert.Equal(Losses([teacher]).SoftTargets, Losses([teacher, teacher, teacher]).SoftTargets, 1e-5);
    }

    [Fact]
    public void Teachers_must_agree_and_be_there()
    {
        Assert.Throws<ArgumentException>(() => new TeacherEnsemble([]));
        var other = new SequenceModel(new ModelConfiguration { Items = 61, Encoder = new EncoderSizes { Width = 8 } }, 1);
        Assert.Contains(
            "60 and 61 items", Assert.Throws<ArgumentException>(() => new TeacherEnsemble([Teacher(1, 8), other])).Message,
            StringComparison.Ordinal);
    }

    private static LossTerms Losses(SequenceModel[] teachers)
    {
        using var ensemble = new TeacherEnsemble(teachers);
        var objective = new DistillationObjective(SmallRun.Student(), ensemble, SmallRun.Head(), SmallRun.Weights, dropout: 0, seed: 2);
        using var tape = new Tape();
        tape.BeginInference();
        return objective.AddLosses(tape, new BatchSampler(new Examples(SmallRun.Data.Train, 1), 20, 8).Read(0));
    }

    private static Tensor Logits(Tensor h, Tensor table)
    {
        var logits = new Tensor(new Shape(h.Rows, table.Rows));
        MatrixProduct.Multiply(h, table, logits, transposeB: true);
        return logits;
    }

    private static SequenceModel Teacher(ulong seed, int width)
    {
        var encoder = new EncoderSizes { Width = width, Inner = width, Heads = 2, MaxLength = 8 };
        var teacher = new SequenceModel(new ModelConfiguration { Items = SmallRun.Items, Encoder = encoder, LogitScale = 5 }, seed);
        SmallModels.Roughen(teacher);
        return teacher;
    }
}
