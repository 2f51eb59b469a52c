using BenchmarkDotNet.Attributes;
using MathNet.Numerics.LinearAlgebra;
using OnDeviceRec.Bench.Measuring;
using OnDeviceRec.Kernels;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Bench.Kernels;

/// <summary>C [m, n] = op(A)·op(B) on one thread, beside MathNet.Numerics' managed product and OpenBLAS, where it is installed.</summary>
public class MatrixProductBenchmarks : KernelBenchmarks, IDisposable
{
    private readonly OpenBlas? openBlas = Measuring.OpenBlas.Find();
    private ProductShape shape;
    private Tensor a = null!, b = null!, c = null!;
    private Matrix<float> mathA = null!, mathB = null!, mathC = null!;

    /// <summary>m, n, k, as <see cref="ProductShape"/> names them, but for the large square ones.</summary>
    public override IEnumerable<string> Sizes =>
        ProductShape.All.Select(one => one.ToString()).Where(name => name is not ("768x768x768" or "1024x1024x1024"));

    [Benchmark(Baseline = true)]
    public void Reference() =>
        Gemm.Reference(shape.M, shape.N, shape.K, 1f, a.Span, shape.TransposeA, b.Span, shape.TransposeB, accumulate: false, c.Span);

    [Benchmark]
    public void OnDeviceRec() => MatrixProduct.Multiply(a, b, c, shape.TransposeA, shape.TransposeB);

    [Benchmark]
    public void MathNet()
    {
        if (shape.TransposeA) mathA.TransposeThisAndMultiply(mathB, mathC);
        else if (shape.TransposeB) mathA.TransposeAndMultiply(mathB, mathC);
        else mathA.Multiply(mathB, mathC);
    }

    [Benchmark]
    public void OpenBlas() => openBlas!.Multiply(shape, a, b, c, threads: 1);

    [GlobalCleanup]
    public void Dispose()
    {
        foreach (Tensor tensor in (Tensor[])[a, b, c]) tensor.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override KernelWork WorkOfKernel(string method) => KernelWork.OfProducts(2.0 * Numbers[0] * Numbers[1] * Numbers[2]);

    protected override void Prepare()
    {
        global::MathNet.Numerics.Control.UseSingleThread();
        shape = ProductShape.All.Single(one => one.ToString() == Size);
        (a, b, c) = (
            Operand(0, shape.M, shape.K, shape.TransposeA), Operand(1, shape.K, shape.N, shape.TransposeB), Uniform(2, shape.M, shape.N));
        (mathA, mathB, mathC) = (Managed(a), Managed(b), Managed(c));

        static Tensor Operand(uint site, int rows, int columns, bool transposed) =>
            transposed ? Uniform(site, columns, rows) : Uniform(site, rows, columns);

        static Matrix<float> Managed(Tensor tensor) =>
            Matrix<float>.Build.DenseOfRowMajor(tensor.Rows, tensor.Columns, tensor.Span.ToArray());
    }
}
