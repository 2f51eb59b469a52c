using OnDeviceRec.Tensors;

namespace OnDeviceRec.Kernels;

/// <summary>The losses of the mixture P = g·p_copy + (1 − g)·softmax(z), where the items of a row's history may be copied.</summary>
/// <remarks>
/// ce = −ln P(target); kl = θ² Σ_v Q'_v (ln Q'_v − ln P'_v), P' = softmax(ln P/θ) and Q' of the teacher's mixture Q. With p = softmax(z),
/// ρ_v = g·p_copy(v)/P_v the copying's part of an item, and δ_v = ∂loss/∂ln P_v, which is −w at the target and w_kl θ (P'_v − Q'_v):
/// ∂z_u = (1 − ρ_u) δ_u − p_u Σ_v (1 − ρ_v) δ_v. Outside of the history ρ is 0 and P' = κ·softmax(z/θ), so that ∂z is that of plain softmaxes
/// with factors for the row, and terms at the history's items and the target besides: ∂ce/∂z = (1 − ρ_target)(p − onehot);
/// ∂kl/∂z = θ (κ softmax(z/θ) − κ_T softmax(t/θ) + S p), S = Σ_v (P'_v − Q'_v) ρ_v, and at the history's items
/// θ ((1 − ρ)(P' − Q') − κ softmax(z/θ) + κ_T softmax(t/θ)) more. ∂/∂ln p_copy(v) = δ_v ρ_v; ∂/∂γ = Σ_v δ_v ρ_v − g Σ_v δ_v, g = σ(γ).
/// At θ = 1 κ is 1 − g.
/// </remarks>
internal static unsafe partial class CatalogueLoss
{
    /// <summary>What the rows may copy. Shares and gates of the teacher are null without soft targets.</summary>
    public readonly struct Copying
    {
        public SparseRows Rows { get; init; }

        /// <summary>ln p_copy of every item.</summary>
        public float* LogShares { get; init; }

        /// <summary>γ of every row.</summary>
        public float* Gates { get; init; }
        public float* TeacherLogShares { get; init; }
        public float* TeacherGates { get; init; }

        /// <summary>∂loss/∂ln p_copy, written.</summary>
        public float* DLogShares { get; init; }

        /// <summary>∂loss/∂γ, written.</summary>
        public float* DGates { get; init; }

        public bool Exists => Rows.Exists;

        public Copying From(int row) => this with
        {
            Rows = Rows.From(row),
            Gates = Gates + row,
            TeacherGates = TeacherGates == null ? null : TeacherGates + row,
            DGates = DGates + row,
        };
    }

    /// <summary>Logits of the items that may be copied and, later, what ∂z is there besides; numbered as these items are.</summary>
    private readonly struct CopiedLogits
    {
        public readonly float* Student, Teacher, Slopes;

        public CopiedLogits(in Problem p, Arena arena)
        {
            Student = p.Copying.Rows.Rent(p.Rows, arena);
            Teacher = p.Soft ? p.Copying.Rows.Rent(p.Rows, arena) : null;
            Slopes = p.Copying.Rows.Rent(p.Rows, arena);
        }
    }

    /// <summary>ln g and ln(1 − g), g = σ(γ).</summary>
    private readonly struct Gate(double gamma)
    {
        public readonly double LogCopy = -Softplus(-gamma), LogCatalogue = -Softplus(gamma);

        public double Copy => Math.Exp(LogCopy);

        public double Catalogue => Math.Exp(LogCatalogue);

        private static double Softplus(double x) => Math.Max(x, 0) + double.LogP1(Math.Exp(-Math.Abs(x)));
    }

    /// <summary>
    /// One row's mixture at a temperature: ln P'_v = ln P_v/θ − <see cref="LogNorm"/>, and outside of the history P' = κ·softmax(z/θ).
    /// </summary>
    private readonly struct Tempered
    {
        private readonly Gate gate;
        private readonly double sharpness, logZ, logZOfTempered;

        /// <param name="gate">The row's gate.</param>
        /// <param name="logZ">ln Σ_v e^z.</param>
        /// <param name="logZOfTempered">ln Σ_v e^(z/θ).</param>
        /// <param name="sharpness">1/θ.</param>
        /// <param name="logits">z of the history's items.</param>
        /// <param name="logShares">ln p_copy of them.</param>
        public Tempered(Gate gate, double logZ, double logZOfTempered, double sharpness, ReadOnlySpan<float> logits, ReadOnlySpan<float> logShares)
        {
            (this.gate, this.sharpness, this.logZ, this.logZOfTempered) = (gate, sharpness, logZ, logZOfTempered);
            double inside = 0, left = 1, logOutside = (sharpness * (gate.LogCatalogue - logZ)) + logZOfTempered;
            for (int i = 0; i < logits.Length; i++)
            {
                inside += Math.Exp(sharpness * LogOf(logits[i], logShares[i]));
                left -= OfCatalogue(logits[i]);
            }

            double logNorm = Math.Log(inside + (Math.Exp(logOutside) * Math.Max(left, 0)));
            (LogNorm, LogRatio) = (logNorm, logOutside - logNorm);
        }

        /// <summary>ln Σ_v P_v^(1/θ).</summary>
        public double LogNorm { get; }

        /// <summary>ln κ.</summary>
        public double LogRatio { get; }

        public double Ratio => Math.Exp(LogRatio);

        /// <summary>ln P of an item that may be copied.</summary>
        public double LogOf(float logit, float logShare) => LogAdd(gate.LogCopy + logShare, gate.LogCatalogue + logit - logZ);

        /// <summary>softmax(z/θ) of an item.</summary>
        public double OfCatalogue(float logit) => Math.Exp((sharpness * logit) - logZOfTempered);
    }

    private static double LogAdd(double a, double b) => Math.Max(a, b) + double.LogP1(Math.Exp(-Math.Abs(a - b)));

    private readonly partial struct Work
    {
        private Losses FinishCopying(int row)
        {
            Copying copying = p.Copying;
            var gate = new Gate(copying.Gates[row]);
            double logZ = s.Hard.LogSum(row, 0);
            int target = p.Targets[row], first = copying.Rows.Offsets[row], count = copying.Rows.Offsets[row + 1] - first;
            double targetLog = gate.LogCatalogue + s.TargetLogit[row] - logZ, targetPart = 0, dCopy = 0;
            for (int i = first; i < first + count; i++)
            {
                (s.Copied.Slopes[i], copying.DLogShares[i]) = (0, 0);
                if (copying.Rows.Items[i] != target) continue;
                double copied = gate.LogCopy + copying.LogShares[i];
                targetLog = LogAdd(copied, targetLog);
                targetPart = Math.Exp(copied - targetLog);
                dCopy = -p.HardWeight * targetPart;
                copying.DLogShares[i] = (float)dCopy;
            }

            s.Slopes.Target[row] = (float)(-p.HardWeight * (1 - targetPart));
            s.Slopes.Hard[row] = (float)(p.HardWeight * (1 - targetPart));
            copying.DGates[row] = (float)(dCopy + (p.HardWeight * gate.Copy));
            return new Losses(-targetLog, p.Soft ? FinishSoftCopying(row, gate, logZ, first, count) : 0);
        }

        // θ² KL of one row, and what it adds to the row's slopes.
        private double FinishSoftCopying(int row, Gate gate, double logZ, int first, int count)
        {
            Copying copying = p.Copying;
            RowExponentials tempered = s.Soft.Exists ? s.Soft : s.Hard, teacherHard = s.TeacherHard.Exists ? s.TeacherHard : s.Teacher;
            double sharpness = tempered.Sharpness, weight = p.SoftWeight * p.Temperature, part = 0, divergence = 0, teacherLeft = 1, leftDivergence = Divergence(row);
            double logZOfTempered = tempered.LogSum(row, 0), teacherLogZ = teacherHard.LogSum(row, 0), teacherLogZOfTempered = s.Teacher.LogSum(row, 0);
            var student = new Tempered(gate, logZ, logZOfTempered, sharpness, new(s.Copied.Student + first, count), new(copying.LogShares + first, count));
            var teacher = new Tempered(
                new Gate(copying.TeacherGates[row]), teacherLogZ, teacherLogZOfTempered, sharpness, new(s.Copied.Teacher + first, count), new(copying.TeacherLogShares + first, count));
            for (int i = first; i < first + count; i++)
            {
                (float z, float t) = (s.Copied.Student[i], s.Copied.Teacher[i]);
                double logP = student.LogOf(z, copying.LogShares[i]), copied = Math.Exp(gate.LogCopy + copying.LogShares[i] - logP);
                double logTempered = (sharpness * logP) - student.LogNorm, logWanted = (sharpness * teacher.LogOf(t, copying.TeacherLogShares[i])) - teacher.LogNorm;
                double wanted = Math.Exp(logWanted), excess = Math.Exp(logTempered) - wanted, teacherP = teacher.OfCatalogue(t);
                part += excess * copied;
                divergence += wanted * (logWanted - logTempered);
                teacherLeft -= teacherP;
                leftDivergence -= teacherP * ((sharpness * ((double)t - z)) - teacherLogZOfTempered + logZOfTempered);
                s.Copied.Slopes[i] = (float)(weight * (((1 - copied) * excess) - (student.Ratio * student.OfCatalogue(z)) + (teacher.Ratio * teacherP)));
                copying.DLogShares[i] += (float)(weight * excess * copied);
            }

            copying.DGates[row] += (float)(weight * part);
            s.Slopes.Hard[row] += (float)(weight * (part + (s.Soft.Exists ? 0 : student.Ratio)));
            s.Slopes.Soft[row] = (float)(weight * student.Ratio);
            s.Slopes.Teacher[row] = (float)(weight * teacher.Ratio);
            divergence += teacher.Ratio * (leftDivergence + ((teacher.LogRatio - student.LogRatio) * teacherLeft));
            return divergence * p.Temperature * p.Temperature;
        }
    }
}
