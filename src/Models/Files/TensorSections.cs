using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Models.Files;

/// <summary>Sections of a model file that are tensors.</summary>
internal static class TensorSections
{
    extension(ModelSection section)
    {
        /// <summary>What the tensor is.</summary>
        public TensorRole Role => (TensorRole)(section.Type & 0xFFFF);

        /// <summary>Numbers of the tensor that mean something.</summary>
        public long Count => section.Matrix is { } m ? (long)m.Inner * m.Outer : section.Length / sizeof(float);
    }

    extension(PackedMatrix matrix)
    {
        /// <summary>All numbers, [R, I, J, S] row-major.</summary>
        public void CopyTo(MatrixShape shape, Span<float> values)
        {
            float[] row = new float[matrix.RowLength];
            for (int i = 0; i < shape.Rows; i++)
            {
                matrix.ReadRow(i, row);
                for (int k = 0; k < matrix.Inner; k++)
                {
                    (int j, int r) = Math.DivRem(k, shape.Rank);
                    row.AsSpan(k * shape.NextRank, shape.NextRank).CopyTo(
                        values[(((((r * shape.Rows) + i) * shape.Columns) + j) * shape.NextRank)..]);
                }
            }
        }
    }
}
