namespace OnDeviceRec.Bench.Kernels;

/// <summary>
/// The names of the classes that <see cref="Internals"/> and <see cref="Twins"/> call into. They are internal to the libraries; what is
/// benchmarked is the code that training runs, and benchmarks alone are no reason to make it public.
/// </summary>
internal static class KernelClass
{
    public const string
        Adam = Prefix + "AdamStep" + Tensors,
        Erf = Prefix + "Erf" + Tensors,
        Exp = Prefix + "Exp" + Tensors,
        Gelu = Prefix + "Gelu" + Tensors,
        Gemm = Prefix + "Gemm" + Tensors,
        LayerNorm = Prefix + "LayerNorm" + Tensors,
        Sigmoid = Prefix + "Sigmoid" + Tensors,
        Softmax = Prefix + "Softmax" + Tensors,
        Tanh = Prefix + "Tanh" + Tensors,
        TensorTrain = "OnDeviceRec.Tensors.TensorTrain" + Tensors,
        CatalogueCrossEntropy = Catalogue + Autograd,
        CatalogueModel = Catalogue + "+ReferenceModel`1[[!!0]]" + Autograd,
        CatalogueModelOfSingle = Catalogue + "+ReferenceModel`1[[System.Single, System.Private.CoreLib]]" + Autograd;

    private const string Prefix = "OnDeviceRec.Kernels.", Tensors = ", OnDeviceRec.Tensors";
    private const string Catalogue = "OnDeviceRec.Autograd.Operations.CatalogueCrossEntropy", Autograd = ", OnDeviceRec.Autograd";
}
