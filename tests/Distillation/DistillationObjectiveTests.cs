using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Optimization;
using OnDeviceRec.Baselines.SequenceKnn;
using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Models.Tests;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Distillation.Tests;

public sealed class DistillationObjectiveTests
{
    private static readonly LossWeights None = SmallRun.Weights with { CrossEntropy = 0, SoftTargets = 0, Contrastive = 0, Predictive = 0 };

    /// <summary>Each loss alone, and which of the training's own parameters it reaches.</summary>
    public static TheoryData<LossWeights, string[]> Alone => new()
    {
        { None with { CrossEntropy = 1 }, [] },
        { None with { SoftTargets = 1 }, [] },
        { None with { Contrastive = 1 }, ["recombination", "contrastive"] },
        { None with { Predictive = 1 }, ["recombination", "predictive"] },
    };

    [Theory]
    [MemberData(nameof(Alone))]
    public void A_weight_of_zero_leaves_its_parameters_without_gradient(LossWeights weights, string[] reached)
    {
        DistillationObjective objective = SmallRun.Distillation(dropout: 0.3f, weights);
        LossTerms losses = Differentiate(objective, Batch());
        foreach (Parameter parameter in objective.Parameters.Except(objective.Model.Parameters))
        {
            bool wanted = reached.Any(name => parameter.Name.StartsWith(name, StringComparison.Ordinal));
            Assert.True(wanted == parameter.Gradient!.Span.ContainsAnyExcept(0f), parameter.Name);
        }

        Assert.All(((TensorTrainItemTable)objective.Model.Table).Cores, core => Assert.True(core.Gradient!.Span.ContainsAnyExcept(0f)));
        Assert.Equal(weights.SoftTargets > 0, losses.SoftTargets != 0);
        Assert.Equal(weights.Contrastive > 0, losses.Contrastive != 0);
        Assert.Equal(weights.Predictive > 0, losses.Predictive != 0);
    }

    [Fact]
    public void The_total_is_the_weighted_sum_of_the_losses_and_each_is_what_it_is_alone()
    {
        LossTerms all = Differentiate(SmallRun.Distillation(dropout: 0), Batch(), out double total);
        LossWeights w = SmallRun.Weights;
        Assert.Equal(
            (w.CrossEntropy * all.CrossEntropy) + (w.SoftTargets * all.SoftTargets)
                + (w.Contrastive * all.Contrastive) + (w.Predictive * all.Predictive),
            total,
            1e-9);
        Assert.Equal(all.CrossEntropy, Differentiate(SmallRun.Distillation(0, None with { CrossEntropy = 3 }), Batch()).CrossEntropy);
        Assert.Equal(all.SoftTargets, Differentiate(SmallRun.Distillation(0, None with { SoftTargets = 3 }), Batch()).SoftTargets);
        Assert.Equal(all.Contrastive, Differentiate(SmallRun.Distillation(0, None with { Contrastive = 3 }), Batch()).Contrastive);
        Assert.Equal(all.Predictive, Differentiate(SmallRun.Distillation(0, None with { Predictive = 3 }), Batch()).Predictive);
    }

    [Fact]
    public void The_teacher_s_weights_do_not_change_and_get_no_gradient()
    {
        SequenceModel teacher = SmallRun.Teacher();
        int[][] before = [.. teacher.Parameters.Select(SmallModels.Bits)];
        var objective = new DistillationObjective(
            SmallRun.Student(), SmallRun.Alone(teacher), SmallRun.Head(), SmallRun.Weights, dropout: 0.3f, seed: 2);
        using var adam = new Adam(objective.Parameters);
        for (int step = 0; step < 3; step++)
        {
            Differentiate(objective, Batch());
            Assert.All(teacher.Parameters, parameter => Assert.False(parameter.Gradient!.Span.ContainsAnyExcept(0f)));
            adam.Step();
        }

        Assert.Equal(before, teacher.Parameters.Select(SmallModels.Bits));
        Assert.Empty(objective.Parameters.Intersect(teacher.Parameters));
    }

    [Fact]
    public void The_teacher_has_no_dropout()
    {
        // A student whose last LayerNorm has the gain 0 encodes everything alike, dropped or not: what is left to vary is the teacher.
        SequenceModel teacher = SmallRun.Teacher();
        SmallModels.Roughen(teacher);
        var objective = new DistillationObjective(
            SmallRun.Student(), SmallRun.Alone(teacher), SmallRun.Head(),
            None with { CrossEntropy = 1, SoftTargets = 1 }, dropout: 0.5f, seed: 2);
        objective.Model.Encoder.Layers[^1].FeedForwardNorm.Gain.Value.Clear();
        objective.Model.Encoder.Layers[^1].FeedForwardNorm.Bias.Value.Span.Fill(0.3f);
        LossTerms[] losses = [.. Enumerable.Range(0, 3).Select(step => Differentiate(objective, Batch(), out _, (uint)step))];
        // Only a teacher with an opinion would show its dropout.
        Assert.True(losses[0].SoftTargets > 0.01, $"{losses[0]}");
        Assert.All(losses, loss => Assert.Equal(losses[0], loss));
    }

    [Fact]
    public void The_student_has_dropout()
    {
        DistillationObjective objective = SmallRun.Distillation(dropout: 0.5f);
        Assert.NotEqual(Differentiate(objective, Batch(), out _, step: 0), Differentiate(objective, Batch(), out _, step: 1));
    }

    [Fact]
    public void The_order_of_a_batch_does_not_matter()
    {
        int[][] sequences = Sequences();
        LossTerms forward = Differentiate(SmallRun.Distillation(dropout: 0), Batch(sequences));
        LossTerms backward = Differentiate(SmallRun.Distillation(dropout: 0), Batch([.. sequences.Reverse()]));
        AssertClose(forward, backward);
    }

    [Fact]
    public void Examples_that_share_a_sequence_have_the_losses_and_gradients_of_examples_that_do_not()
    {
        DistillationObjective together = SmallRun.Distillation(dropout: 0), apart = SmallRun.Distillation(dropout: 0);
        var shared = new RaggedBatch(200, 2_000);
        var own = new RaggedBatch(200, 2_000);
        foreach (int[] sequence in Sequences())
        {
            for (int k = 1; k < sequence.Length; k++)
            {
                own.Add(sequence.AsSpan(0, k), sequence[k]);
                if (k == 1) shared.Add(sequence.AsSpan(0, 1), sequence[1]);
                else shared.Extend(sequence.AsSpan(k - 1, 1), sequence[k]);
            }
        }

        Assert.True(2 * shared.Tokens < own.Tokens);
        AssertClose(Differentiate(apart, own), Differentiate(together, shared));
        foreach ((Parameter a, Parameter b) in apart.Parameters.Zip(together.Parameters))
        {
            float[] expected = a.Gradient!.Span.ToArray(), actual = b.Gradient!.Span.ToArray();
            double scale = Math.Max(1e-3, expected.Max(Math.Abs));
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-4 * scale);
        }
    }

    [Fact]
    public void Batches_of_one_kind_and_of_growing_size_are_what_they_are_for_a_fresh_objective()
    {
        bool[] isHead = SmallRun.Head();
        int popular = Array.IndexOf(isHead, true), rare = Array.IndexOf(isHead, false);
        DistillationObjective used = SmallRun.Distillation(dropout: 0);
        foreach (RaggedBatch batch in (RaggedBatch[])[
            Batch([[popular, 1]]),
            Batch([[popular, popular, 3], [rare, rare, 5]]),
            Batch([[popular, rare, 2], [rare, popular, popular, 0]]),
            Batch(Sequences()),
            Batch([[rare, 4]])])
        {
            LossTerms fresh = Differentiate(SmallRun.Distillation(dropout: 0), batch);
            Assert.Equal(fresh, Differentiate(used, batch));
            Assert.True(double.IsFinite(fresh.Contrastive + fresh.Predictive));
        }
    }

    [Fact]
    public void Sequences_of_one_kind_alone_need_no_readouts_or_maps()
    {
        bool[] isHead = SmallRun.Head();
        int popular = Array.IndexOf(isHead, true), rare = Array.IndexOf(isHead, false);
        DistillationObjective objective = SmallRun.Distillation(dropout: 0);
        Differentiate(objective, Batch([[popular, popular, 3], [rare, rare, 5]]));
        Assert.All(
            objective.Parameters.Except(objective.Model.Parameters),
            parameter => Assert.False(parameter.Gradient!.Span.ContainsAnyExcept(0f), parameter.Name));
    }

    [Fact]
    public void Models_of_another_catalog_are_refused()
    {
        var teacher = new SequenceModel(new ModelConfiguration { Items = 61, Encoder = new EncoderSizes { Width = 8 } }, 1);
        var error = Assert.Throws<ArgumentException>(() => new DistillationObjective(
            SmallRun.Student(), SmallRun.Alone(teacher), SmallRun.Head(), SmallRun.Weights, 0, 1));
        Assert.Equal("Distillation: the student has 60 items, the teacher 61, the data 60; they must agree.", error.Message);
        Assert.Throws<ArgumentException>(
            () => new DistillationObjective(SmallRun.Student(), SmallRun.Alone(), new bool[59], SmallRun.Weights, 0, 1));
    }

    // As many draws as items, all as frequent: each is drawn once, and the correction is ln 1.
    [Fact]
    public void A_predictive_task_among_all_items_drawn_once_is_that_of_the_whole_catalog()
    {
        LossWeights weights = None with { Predictive = 2 };
        DistillationObjective whole = SmallRun.Distillation(dropout: 0, weights), drawn = Drawing(weights, SmallRun.Items);
        Assert.Equal(Differentiate(whole, Batch()).Predictive, Differentiate(drawn, Batch()).Predictive, 1e-5);
        foreach ((Parameter a, Parameter b) in whole.Parameters.Zip(drawn.Parameters))
        {
            Assert.Equal(a.Name, b.Name);
            for (int i = 0; i < a.Value.Length; i++) Assert.Equal(a.Gradient!.Span[i], b.Gradient!.Span[i], 2e-5);
        }
    }

    [Fact]
    public void A_predictive_task_among_drawn_items_draws_others_every_step_and_the_same_again()
    {
        DistillationObjective objective = Drawing(None with { Predictive = 1 }, 12);
        double[] losses = [.. ((uint[])[0, 1, 0]).Select(step => Differentiate(objective, Batch(), out _, step).Predictive)];
        Assert.NotEqual(losses[0], losses[1]);
        Assert.Equal(losses[0], losses[2]);
    }

    [Theory]
    [InlineData("dense")]
    [InlineData("binary codes")]
    [InlineData("product codes")]
    public void With_all_of_an_evenly_frequent_catalog_drawn_nothing_changes(string table)
    {
        ModelConfiguration copying = new()
        {
            Items = SmallRun.Items,
            Encoder = new EncoderSizes { Width = 8, Inner = 6, MaxLength = 8 },
            Head = HeadKind.Copy,
        };
        using SequenceModel first = new(copying, 5), second = new(copying, 6);
        using SequenceModel whole = Narrow[table](copying), drawn = Narrow[table](copying);
        DistillationObjective full = Objective(whole, null);
        DistillationObjective sampled = Objective(drawn, new NegativeSampler(new int[SmallRun.Items], SmallRun.Items));
        AssertClose(Differentiate(full, Batch()), Differentiate(sampled, Batch()));
        foreach ((Parameter a, Parameter b) in full.Parameters.Zip(sampled.Parameters))
        {
            double[] gradient = Array.ConvertAll(a.Gradient!.Span.ToArray(), x => (double)x);
            if (gradient.Max(Math.Abs) > 1e-5) new GoldenTensor(a.Name, [], gradient).AssertClose(b.Gradient!.Span, 1e-3);
        }

        DistillationObjective Objective(SequenceModel student, NegativeSampler? negatives)
        {
            var labels = new KnnPseudoLabels(new KnnIndex(SmallRun.Data.Train, SmallRun.Items), () => new KnnOptions(), weight: 0.5f);
            var objective = new DistillationObjective(
                student, new TeacherEnsemble([first, second]), SmallRun.Head(), SmallRun.Weights, dropout: 0, seed: 2, labels)
            {
                Negatives = negatives,
                PredictiveNegatives = negatives is null ? null : new NegativeSampler(new int[SmallRun.Items], SmallRun.Items),
            };
            objective.Prepare();
            return objective;
        }
    }

    [Fact]
    public void Negatives_want_predictive_ones_of_their_own()
    {
        var negatives = new NegativeSampler(new int[SmallRun.Items], 5);
        foreach (NegativeSampler? predictive in (NegativeSampler?[])[null, negatives])
        {
            var objective = new DistillationObjective(
                SmallRun.Student(), SmallRun.Alone(), SmallRun.Head(), SmallRun.Weights, dropout: 0, seed: 2)
            {
                Negatives = negatives,
                PredictiveNegatives = predictive,
            };
            Assert.Throws<ArgumentException>(() => Differentiate(objective, Batch()));
        }
    }

    /// <summary>Tables of students half as wide as the teacher, and what makes them.</summary>
    public static TheoryData<string> NarrowTables => [.. Narrow.Keys];

    private static Dictionary<string, Func<ModelConfiguration, SequenceModel>> Narrow { get; } = new()
    {
        ["binary codes"] = student => new SequenceModel(student with { Table = new BinaryCodesShape(16) }, seed: 3),
        ["dense"] = student => new SequenceModel(student, seed: 3),
        ["product codes"] = Coded,
    };

    [Theory]
    [MemberData(nameof(NarrowTables))]
    public void A_narrower_student_learns(string table)
    {
        var student = new ModelConfiguration
        {
            Items = SmallRun.Items,
            Encoder = new EncoderSizes { Width = 8, Inner = 6, MaxLength = 8 },
        };
        LossWeights weights = SmallRun.Weights with { SoftTargets = 0 };
        var objective = new DistillationObjective(
            Narrow[table](student), SmallRun.Alone(), SmallRun.Head(), weights, dropout: 0, seed: 2);
        using var adam = new Adam(objective.Parameters, new AdamOptions { LearningRate = 0.01f });
        LossTerms first = Differentiate(objective, Batch());
        Assert.All(objective.Parameters, parameter => Assert.True(parameter.Gradient!.Span.ContainsAnyExcept(0f), parameter.Name));
        Assert.Equal(2, objective.Parameters.Count(parameter => parameter.Name.StartsWith("bridge.", StringComparison.Ordinal)));
        LossTerms last = first;
        for (int step = 0; step < 60; step++)
        {
            adam.Step();
            last = Differentiate(objective, Batch());
        }

        Assert.True(
            last.CrossEntropy < first.CrossEntropy && last.Contrastive < first.Contrastive && last.Predictive < first.Predictive,
            $"{first} {last}");
    }

    [Fact]
    public void Without_recombination_all_examples_are_whole()
    {
        DistillationObjective whole = SmallRun.Distillation(dropout: 0, SmallRun.Weights with { Recombination = false });
        var alike = new DistillationObjective(
            SmallRun.Student(), SmallRun.Alone(), new bool[SmallRun.Items], SmallRun.Weights, dropout: 0, seed: 2);
        Assert.Equal(Differentiate(alike, Batch()), Differentiate(whole, Batch()));
        Assert.All(
            whole.Parameters.Where(parameter => parameter.Name.StartsWith("recombination.", StringComparison.Ordinal)),
            parameter => Assert.False(parameter.Gradient!.Span.ContainsAnyExcept(0f), parameter.Name));
        Assert.NotEqual(Differentiate(SmallRun.Distillation(dropout: 0), Batch()), Differentiate(whole, Batch()));
    }

    [Fact]
    public void Copying_that_nothing_teaches_is_refused()
    {
        var copying = new ModelConfiguration { Items = SmallRun.Items, Encoder = new EncoderSizes { Width = 16 }, Head = HeadKind.Copy };
        SequenceModel student = new(copying, 1), teacher = new(copying, 2);
        var error = Assert.Throws<ArgumentException>(
            () => new DistillationObjective(
                student, SmallRun.Alone(teacher), SmallRun.Head(), SmallRun.Weights with { CrossEntropy = 0 }, 0, 1));
        Assert.Contains("(--ce) must be above 0", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(
            () => new DistillationObjective(student, SmallRun.Alone(), SmallRun.Head(), SmallRun.Weights, 0, 1));
        Assert.Contains("only one copies", error.Message, StringComparison.Ordinal);
    }

    private static SequenceModel Coded(ModelConfiguration student) => new(
        student, seed: 3, make => new CodebookItemTable(make, HashedCodes.Of(SmallRun.Items, 4, 16, seed: 5), 8));

    private static DistillationObjective Drawing(LossWeights weights, int negatives) =>
        new(SmallRun.Student(), SmallRun.Alone(), SmallRun.Head(), weights, dropout: 0, seed: 2)
        {
            PredictiveNegatives = new NegativeSampler(new int[SmallRun.Items], negatives),
        };

    private static int[][] Sequences()
    {
        Sequences train = SmallRun.Data.Train;
        return [.. Enumerable.Range(0, 20).Select(s => train[s].ToArray()).Select(s => s[..Math.Min(s.Length, 9)])];
    }

    private static RaggedBatch Batch() => Batch(Sequences());

    // The last item of each is the target.
    private static RaggedBatch Batch(int[][] sequences)
    {
        var batch = new RaggedBatch(sequences.Length, sequences.Sum(s => s.Length));
        foreach (int[] sequence in sequences) batch.Add(sequence.AsSpan()[..^1], sequence[^1]);
        return batch;
    }

    private static LossTerms Differentiate(DistillationObjective objective, RaggedBatch batch) =>
        Differentiate(objective, batch, out _);

    private static LossTerms Differentiate(DistillationObjective objective, RaggedBatch batch, out double total, uint step = 0)
    {
        using var tape = new Tape(seed: 4);
        tape.BeginTraining(step);
        LossTerms losses = objective.AddLosses(tape, batch);
        total = tape.TotalLoss;
        tape.Backward();
        return losses;
    }

    private static void AssertClose(LossTerms a, LossTerms b)
    {
        Assert.Equal(a.CrossEntropy, b.CrossEntropy, 1e-5);
        Assert.Equal(a.Labels, b.Labels, 1e-5);
        Assert.Equal(a.SoftTargets, b.SoftTargets, 1e-5);
        Assert.Equal(a.Contrastive, b.Contrastive, 1e-5);
        Assert.Equal(a.Predictive, b.Predictive, 1e-5);
    }
}
