using OnDeviceRec.Tensors;

namespace OnDeviceRec.Autograd.Tests;

/// <summary>Trains for gradient checks: rows that fill the grid and rows that do not, two and three cores, block 1, 2 and 4.</summary>
public static class TensorTrainTrains
{
    public static TheoryData<TensorTrainShape> All =>
    [
        new TensorTrainShape(12, [3, 4], [2, 2], [3]),
        new TensorTrainShape(10, [3, 4], [2, 2], [4], 2),
        new TensorTrainShape(5, [3, 4], [1, 4], [8], 4),
        new TensorTrainShape(8, [2, 2, 2], [2, 1, 2], [2, 3]),
        new TensorTrainShape(7, [2, 2, 2], [1, 2, 2], [2, 4], 2),
        new TensorTrainShape(3, [2, 2, 2], [1, 2, 4], [4, 4], 4),
    ];

    public static Shape[] CoreShapes(TensorTrainShape shape) => [.. Enumerable.Range(0, shape.Cores).Select(shape.CoreShape)];
}
