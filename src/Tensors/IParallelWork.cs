namespace OnDeviceRec.Tensors;

/// <summary>Work in independent pieces, each writing its own part of the output.</summary>
public interface IParallelWork
{
    /// <summary>Does one piece.</summary>
    /// <param name="piece">0 to the number of pieces − 1.</param>
    void Run(int piece);
}
