namespace OnDeviceRec.Kernels;

/// <summary>What a row's sums over a part of the catalog are, and how those of two parts become one.</summary>
/// <remarks>
/// Slices of the catalog are <see cref="Tensors.Sharing.Slices"/>, of whole stripes each; what all ranks have to know of a row is one
/// <see cref="RowSums"/> a slice.
/// </remarks>
internal static unsafe partial class SoftmaxLoss
{
    /// <summary>The maximum of some x, and Σ exp((x − maximum)·s); of none −∞ and 0.</summary>
    private readonly record struct RowPart(double Maximum, double Sum)
    {
        public static RowPart Empty => new(double.NegativeInfinity, 0);

        /// <summary>That of both together.</summary>
        public RowPart With(RowPart other, double sharpness)
        {
            double larger = Math.Max(Maximum, other.Maximum);
            return new(larger, (Sum * Moved(Maximum, larger, sharpness)) + (other.Sum * Moved(other.Maximum, larger, sharpness)));
        }

        public static double Moved(double from, double to, double sharpness) => from == to ? 1 : Math.Exp((from - to) * sharpness);
    }

    /// <summary>The sums of a row: of the student's exponentials, of both at θ, and Σ q·(t − z), each x less its maximum.</summary>
    private readonly record struct RowSums(RowPart Hard, RowPart Soft, RowPart Teacher, double Difference)
    {
        public static RowSums Empty => new(RowPart.Empty, RowPart.Empty, RowPart.Empty, 0);

        private bool IsEmpty => Hard.Sum == 0;

        /// <summary>Those of both together.</summary>
        public RowSums With(in RowSums other, bool soft, double sharpness)
        {
            if (IsEmpty) return other;
            if (other.IsEmpty) return this;
            RowPart hard = Hard.With(other.Hard, 1);
            if (!soft) return this with { Hard = hard };
            RowPart student = Soft.With(other.Soft, sharpness), teacher = Teacher.With(other.Teacher, sharpness);
            double difference = DifferenceFrom(student.Maximum, teacher.Maximum, sharpness);
            return new(hard, student, teacher, difference + other.DifferenceFrom(student.Maximum, teacher.Maximum, sharpness));
        }

        private double DifferenceFrom(double student, double teacher, double sharpness) =>
            RowPart.Moved(Teacher.Maximum, teacher, sharpness)
            * (Difference + (Teacher.Sum * (Teacher.Maximum - teacher - (Soft.Maximum - student))));
    }
}
