using OnDeviceRec.Tensors;

namespace OnDeviceRec.Kernels;

/// <summary>The losses of the mixture P = g·p_copy + (1 − g)·softmax(z), where the items of a row's history may be copied.</summary>
/// <remarks>
/// ce = −ln P(target); kl = Σ_v Q_v (ln Q_v − ln P_v) with the teacher's mixture Q, at temperature 1. With p = softmax(z), ρ_v = g·p_copy(v)/P_v
/// the copying's part of an item, and δ_v = ∂loss/∂ln P_v, which is −w at the target and w_kl (P_v − Q_v): outside of the history ρ is 0, so
/// ∂z is that of plain softmaxes with factors for the row, and terms at the history's items and the target besides:
/// ∂ce/∂z = (1 − ρ_target)(p − onehot); ∂kl/∂z = (1 − g + S) p − (1 − g_T) p_T, S = Σ_v (P_v − Q_v) ρ_v, and at the history's items
/// (1 − g_T) p_T − Q (1 − ρ) more. ∂/∂ln p_copy(v) = δ_v ρ_v; ∂/∂γ = Σ_v δ_v ρ_v − g Σ_v δ_v with g = σ(γ).
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

    private readonly partial struct Work
    {
        private Losses FinishCopying(int row)
        {
            Copying copying = p.Copying;
            var gate = new Gate(copying.Gates[row]);
            Gate teacherGate = p.Soft ? new Gate(copying.TeacherGates[row]) : default;
            double logZ = s.Hard.LogSum(row, 0), teacherLogZ = p.Soft ? s.Teacher.LogSum(row, 0) : 0;
            int target = p.Targets[row];
            double targetLog = gate.LogCatalogue + s.TargetLogit[row] - logZ, targetPart = 0, softPart = 0, dCopy = 0;
            double teacherMass = 0, catalogueDivergence = 0, copiedDivergence = 0;
            for (int i = copying.Rows.Offsets[row]; i < copying.Rows.Offsets[row + 1]; i++)
            {
                double copied = gate.LogCopy + copying.LogShares[i];
                double logP = LogAdd(copied, gate.LogCatalogue + s.Copied.Student[i] - logZ), part = Math.Exp(copied - logP), slope = 0;
                s.Copied.Slopes[i] = 0;
                if (copying.Rows.Items[i] == target)
                {
                    (targetLog, targetPart) = (logP, part);
                    slope -= p.HardWeight;
                }

                if (p.Soft)
                {
                    double teacherLog = s.Copied.Teacher[i] - teacherLogZ, teacherP = Math.Exp(teacherLog);
                    double logQ = LogAdd(teacherGate.LogCopy + copying.TeacherLogShares[i], teacherGate.LogCatalogue + teacherLog), q = Math.Exp(logQ);
                    double excess = Math.Exp(logP) - q;
                    slope += p.SoftWeight * excess;
                    softPart += excess * part;
                    teacherMass += teacherP;
                    catalogueDivergence += teacherP * (teacherLog - (s.Copied.Student[i] - logZ));
                    copiedDivergence += q * (logQ - logP);
                    s.Copied.Slopes[i] = (float)(p.SoftWeight * ((teacherGate.Catalogue * teacherP) - (q * (1 - part))));
                }

                copying.DLogShares[i] = (float)(slope * part);
                dCopy += slope * part;
            }

            copying.DGates[row] = (float)(dCopy + (p.HardWeight * gate.Copy));
            s.Slopes.Target[row] = (float)(-p.HardWeight * (1 - targetPart));
            s.Slopes.Hard[row] = (float)((p.HardWeight * (1 - targetPart)) + (p.SoftWeight * (gate.Catalogue + softPart)));
            s.Slopes.Teacher[row] = (float)(p.SoftWeight * teacherGate.Catalogue);
            double divergence = p.Soft
                ? copiedDivergence + (teacherGate.Catalogue
                    * (Divergence(row) - catalogueDivergence + ((teacherGate.LogCatalogue - gate.LogCatalogue) * (1 - teacherMass))))
                : 0;
            return new Losses(-targetLog, divergence);
        }

        private static double LogAdd(double a, double b) => Math.Max(a, b) + double.LogP1(Math.Exp(-Math.Abs(a - b)));
    }
}
