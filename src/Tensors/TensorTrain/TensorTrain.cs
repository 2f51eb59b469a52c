namespace OnDeviceRec.Tensors;

/// <summary>
/// The item table E [V, d] as a tensor train: E[(i_1…i_N), (j_1…j_N)] = G_1[i_1, j_1]·…·G_N[i_N, j_N], a product of matrices
/// G_k[i_k, j_k] of r_{k−1} × r_k, with the columns in the order of <see cref="TensorTrainShape"/>. All cores are stored
/// plain, as [r_{k−1}, I_k, J'_k, r_k]. Source: Oseledets, "Tensor-train decomposition", SIAM J. Sci. Comput. 33 (2011).
/// </summary>
public static unsafe partial class TensorTrain
{
    private static void CheckTable(TensorTrainShape shape, Tensor table, string operation)
    {
        if (table.Shape != new Shape(shape.Items, shape.Width))
            Throw.ShapeMismatch(operation, "the table does not fit", $"expected [{shape.Items}, {shape.Width}]", $"got {table.Shape}");
    }
}
