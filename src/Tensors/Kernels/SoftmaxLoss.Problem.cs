using OnDeviceRec.Tensors;

namespace OnDeviceRec.Kernels;

/// <summary>What the losses are computed of.</summary>
internal static unsafe partial class SoftmaxLoss
{
    /// <summary>What is computed; gradients whose pointer is null are not wanted.</summary>
    public readonly struct Problem
    {
        private readonly Sharing? sharing;

        public int Rows { get; init; }
        public int Items { get; init; }

        /// <summary>G; the items of the last one may be fewer.</summary>
        public int Groups { get; init; }

        /// <summary>I, the rows of the table.</summary>
        public int GroupItems { get; init; }
        public int Width { get; init; }

        /// <summary>Numbers from one group's encodings to the next one's.</summary>
        public nint GroupStride { get; init; }

        /// <summary>Whether the table is kept as [d, I] and not as [I, d].</summary>
        public bool TableByColumns { get; init; }
        public int TeacherWidth { get; init; }
        public float* Hidden { get; init; }
        public float* Table { get; init; }
        public int* Targets { get; init; }
        public float* TeacherHidden { get; init; }
        public float* TeacherTable { get; init; }
        public float Temperature { get; init; }
        public float HardWeight { get; init; }
        public float SoftWeight { get; init; }
        public float* DHidden { get; init; }
        public float* DTable { get; init; }

        /// <summary>What the rows may copy, or nothing.</summary>
        public Copying Copying { get; init; }

        /// <summary>Labels beside the targets, or nothing.</summary>
        public Labels Labels { get; init; }

        /// <summary>What items count for where they were drawn, or nothing.</summary>
        public Sampled Sampled { get; init; }

        /// <summary>How the catalog is shared out among ranks; groups of items are not.</summary>
        public Sharing Sharing
        {
            get => sharing ?? Sharing.Alone;
            init => sharing = value;
        }

        public bool Soft => TeacherHidden != null;

        /// <summary>The factor of p − q in ∂z.</summary>
        public float SoftSlope => SoftWeight * Temperature;

        public bool WantsGradient => DHidden != null || DTable != null;

        /// <summary>A group's encodings [rows, d].</summary>
        public Gemm.Operand HiddenOf(int group) => new(Hidden + (group * GroupStride), Width, 1);

        /// <summary>Rows of the table from the given one on, [rows, d].</summary>
        public Gemm.Operand RowsOf(int row) =>
            TableByColumns ? new(Table + row, 1, GroupItems) : new(Table + ((nint)row * Width), Width, 1);

        /// <summary>The teacher's encodings [rows, d].</summary>
        public Gemm.Operand HiddenOfTeacher => new(TeacherHidden, TeacherWidth, 1);

        /// <summary>Rows of the teacher's table from the given one on.</summary>
        public Gemm.Operand RowsOfTeacher(int row) => new(TeacherTable + ((nint)row * TeacherWidth), TeacherWidth, 1);

        public float* RowsOfGradient(int row) => DTable + ((nint)row * Width);

        /// <summary>A block's part of the table, or of its gradient.</summary>
        public Gemm.Region RegionOf(float* table, in Block block) => TableByColumns
            ? new(table + block.Row, block.Count == 0 ? 0 : Width, block.Count, GroupItems)
            : new(table + ((nint)block.Row * Width), block.Count * Width);

        /// <summary>A block's part of the teacher's table.</summary>
        public Gemm.Region RegionOfTeacher(in Block block) =>
            new(TeacherTable + ((nint)block.Item * TeacherWidth), block.Count * TeacherWidth);

        public Problem Slice(int from, int rows) => this with
        {
            Rows = rows,
            Hidden = Hidden + ((nint)from * Width),
            Targets = Targets + from,
            TeacherHidden = Soft ? TeacherHidden + ((nint)from * TeacherWidth) : null,
            DHidden = DHidden == null ? null : DHidden + ((nint)from * Width),
            Copying = Copying.Exists ? Copying.From(from) : default,
            Sampled = Sampled.Exists ? Sampled with { Own = Sampled.Own.From(from) } : default,
            Labels = Labels.Exists ? Labels with { Rows = Labels.Rows.From(from) } : default,
        };
    }
}
