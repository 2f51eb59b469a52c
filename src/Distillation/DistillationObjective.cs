using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Distillation.Recombination;
using OnDeviceRec.Models;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;
using OnDeviceRec.Training;

namespace OnDeviceRec.Distillation;

/// <summary>
/// The whole distillation of a student from frozen teachers: w_ce·ce + w_kl·kl + w_con·con + w_pre·pre (Xia et al.,
/// SIGIR 2022, with the equations of this project's method).
/// </summary>
/// <remarks>
/// ce: cross entropy with the true next item; by it alone copying learns. kl: θ² KL(teacher ‖ student) at temperature θ, of the catalog's
/// softmaxes whether or not the models copy. con: InfoNCE with cosine similarity over τ, anchors the student views, candidates all teacher
/// views of the batch. pre: the student view predicts the next item against the student's table, the teacher view against the teacher's,
/// among the whole catalog or among items drawn for the step.
/// Readouts and maps of the views are trained with the student and are no part of it.
/// </remarks>
public sealed class DistillationObjective : IObjective
{
    private readonly SequenceModel student;
    private readonly TeacherEnsemble teachers;
    private readonly LossWeights weights;
    private readonly float dropout;
    private readonly HeadTailSplit split;
    private readonly EmbeddingRecombination recombination;
    private readonly WidthBridge bridge;
    private readonly RecombinedViews contrastive, predictive;
    private readonly KnnPseudoLabels? labels;

    /// <summary>Prepares a distillation.</summary>
    /// <param name="student">What is trained.</param>
    /// <param name="teachers">What it learns from; their weights do not change.</param>
    /// <param name="isHead">Whether each row is popular, [V].</param>
    /// <param name="weights">The weights of the losses.</param>
    /// <param name="dropout">The student's dropout probability.</param>
    /// <param name="seed">Keys the start of the recombination's parameters.</param>
    /// <param name="labels">Labels beside the targets, or null.</param>
    /// <exception cref="ArgumentException">Student, teacher and popularity are of different catalogs, only one of the models copies, or
    /// both do and nothing teaches it.</exception>
    public DistillationObjective(
        SequenceModel student, TeacherEnsemble teachers, bool[] isHead, LossWeights weights, float dropout, ulong seed,
        KnnPseudoLabels? labels = null)
    {
        SequenceModel teacher = teachers.First;
        if (student.Table.Items != teacher.Table.Items || isHead.Length != student.Table.Items)
        {
            throw new ArgumentException(
                $"Distillation: the student has {student.Table.Items} items, the teacher {teacher.Table.Items}, "
                + $"the data {isHead.Length}; they must agree.");
        }

        if (student.CopyHead is null != teacher.CopyHead is null)
            throw new ArgumentException("Distillation: of teacher and student only one copies; make both with the same preset.");
        if (student.CopyHead is not null && weights.CrossEntropy == 0)
        {
            throw new ArgumentException(
                "Distillation: copying is learned from the true next item alone; "
                + "its weight (--ce) must be above 0 for models that copy.");
        }

        (this.student, this.teachers, this.weights, this.dropout, this.labels) = (student, teachers, weights.Checked(), dropout, labels);
        split = new HeadTailSplit(isHead);
        (int own, int theirs) = (student.Table.Width, teacher.Table.Width);
        var make = new ParameterFactory(seed ^ RecombinationKey);
        recombination = new EmbeddingRecombination(make, own, theirs);
        contrastive = new RecombinedViews(make, "contrastive", own, theirs);
        predictive = new RecombinedViews(make, "predictive", own, theirs);
        bridge = new WidthBridge(make, own, theirs);
        Parameters = [.. student.Parameters, .. make.Parameters];
    }

    // The student's own start draws from the same seed.
    private const ulong RecombinationKey = 0x5265636F6D62696E;

    /// <summary>
    /// Draws the items that stand for the catalog in the losses of the next item; null for all of it. Rows of the student's table are then
    /// trained alone, and <see cref="PredictiveNegatives"/> are needed too.
    /// </summary>
    public NegativeSampler? Negatives
    {
        get;
        init
        {
            field = value;
            if (value is not null) student.Table.TrainRowsAlone();
        }
    }

    /// <summary>Draws the items that the predictive task tells the next one from; null for the whole catalog.</summary>
    public NegativeSampler? PredictiveNegatives { get; init; }

    /// <inheritdoc/>
    public SequenceModel Model => student;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public void Prepare() => labels?.Prepare();

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are <see cref="Negatives"/>, and several ranks, or no
    /// <see cref="PredictiveNegatives"/> of their own where there is a predictive task.</exception>
    public LossTerms AddLosses(Tape tape, RaggedBatch batch)
    {
        if (Negatives is not null) CheckNegatives(tape);
        bool hasViews = weights is not { Contrastive: 0, Predictive: 0 };
        if (hasViews && weights.Recombination) split.Split(batch);
        else if (hasViews) split.TakeWhole(batch);
        SampledItems? drawn = weights.Predictive == 0 ? null : PredictiveNegatives?.Draw(tape.Seed, tape.Step, split.Targets.Span);
        SparseTargets? near = labels?.Of(batch, tape.Sharing);
        SampledItems? sampled = Negatives?.Draw(tape.Seed, tape.Step, batch.Targets.Span, near);
        student.Table.Fetch(tape.Sharing, batch.Items.Span);
        if (drawn is not null) student.Table.Fetch(tape.Sharing, drawn.Rows.Span);

        TableOnTape table = sampled is null ? student.Table.BeginStep(tape) : TableOnTape.OfRows(tape, student.Table);
        Encodings own = student.EncodeRows(tape, table.Rows(batch.Items), batch, dropout);
        Variable h = own.H;
        (SoftTargets soft, Variable teacherH) = teachers.Encode(
            tape, batch, weights.Temperature, weights.SoftTargets, sampled);
        FullSoftmaxLosses next = NextItem(tape, table, own, soft, batch.Targets, near, sampled);
        if (!hasViews) return new LossTerms(next.CrossEntropy, next.Labels, next.Divergence);

        var teacherTable = new TableOnTape(tape, teachers.FirstTable);
        RecombinedParts? parts = split.MixedCount == 0 ? null : recombination.Forward(tape, table, teacherTable, split);
        SwappedEncodings? swapped = split.WholeCount == 0
            ? null
            : new SwappedEncodings(
                bridge.ToTeacher(tape, GatherRows.Apply(tape, h, split.Whole)),
                bridge.ToStudent(tape, GatherRows.Apply(tape, teacherH, split.Whole)));
        double con = weights.Contrastive == 0 ? 0 : Contrast(tape, parts, swapped);
        double pre = weights.Predictive == 0 ? 0 : Predict(tape, parts, swapped, table, teacherTable, drawn);
        return new LossTerms(next.CrossEntropy, next.Labels, next.Divergence, con, pre);
    }

    private void CheckNegatives(Tape tape)
    {
        if (!tape.Sharing.IsAlone) throw new ArgumentException("Training on several ranks: --negatives are drawn on one; leave them out.");
        if (weights.Predictive > 0 && (PredictiveNegatives is null || PredictiveNegatives == Negatives))
            throw new ArgumentException("Distillation: negatives want predictive ones too, of another sampler.");
    }

    private FullSoftmaxLosses NextItem(
        Tape tape,
        TableOnTape table,
        Encodings own,
        SoftTargets soft,
        ReadOnlyMemory<int> targets,
        SparseTargets? near,
        SampledItems? sampled)
    {
        if (weights is { CrossEntropy: 0, SoftTargets: 0 } && labels is null) return default;
        SoftTargets? given = soft.Weight == 0 ? null : soft;
        return sampled is null
            ? FullSoftmaxCrossEntropy.Apply(tape, table.Scores(own.H), targets.Span, weights.CrossEntropy, given, own.Copying, near)
            : FullSoftmaxCrossEntropy.Apply(tape, table.Scores(own.H, sampled.Rows), sampled, weights.CrossEntropy, given, own.Copying);
    }

    private double Contrast(Tape tape, RecombinedParts? parts, SwappedEncodings? swapped)
    {
        (Variable anchors, Variable candidates) = contrastive.Forward(tape, parts, swapped);
        Variable similarities = MatrixMultiply.Apply(
            tape, anchors, bridge.DirectionsToStudent(tape, candidates), transposeB: true, 1 / weights.ContrastiveTemperature);
        return InfoNce.Apply(tape, similarities, weights.Contrastive);
    }

    private double Predict(
        Tape tape, RecombinedParts? parts, SwappedEncodings? swapped, TableOnTape table, TableOnTape teacherTable, SampledItems? drawn)
    {
        (Variable studentView, Variable teacherView) = predictive.Forward(tape, parts, swapped);
        return drawn is not null
            ? Among(drawn, studentView, table) + Among(drawn, teacherView, teacherTable)
            : Full(studentView, table) + Full(teacherView, teacherTable);

        double Full(Variable view, TableOnTape of) =>
            FullSoftmaxCrossEntropy.Apply(tape, of.Scores(view), split.Targets.Span, weights.Predictive).CrossEntropy;

        double Among(SampledItems among, Variable view, TableOnTape of) =>
            FullSoftmaxCrossEntropy.Apply(tape, of.Scores(view, among.Rows), among, weights.Predictive).CrossEntropy;
    }
}
