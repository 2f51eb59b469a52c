using System.Globalization;

namespace OnDeviceRec.Bench.Measuring;

/// <summary>C [m, n] = op(A)·op(B): the three catalog products are used as training uses them, with one operand transposed.</summary>
internal readonly record struct ProductShape(int M, int N, int K, bool TransposeA = false, bool TransposeB = false)
{
    /// <summary>
    /// Those of the logits of a batch of 100 and of both their gradients, of encoders, of a table's train, and square ones.
    /// </summary>
    public static IReadOnlyList<ProductShape> All { get; } =
    [
        new(100, 40_727, 128, TransposeB: true), new(100, 128, 40_727), new(40_727, 128, 100, TransposeA: true),
        new(1000, 128, 128), new(2704, 964, 30), new(512, 512, 512), new(1024, 1024, 1024), new(768, 768, 768),
        new(64, 64, 64), new(33, 65, 17),
    ];

    /// <summary>2·m·n·k.</summary>
    public double Operations => 2.0 * M * N * K;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{M}x{N}x{K}");
}
