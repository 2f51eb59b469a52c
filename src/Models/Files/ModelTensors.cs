using OnDeviceRec.Device.Format;

namespace OnDeviceRec.Models.Files;

/// <summary>The tensors of a model file as numbers.</summary>
public static class ModelTensors
{
    extension(ModelFile file)
    {
        /// <summary>Numbers of a tensor.</summary>
        /// <param name="role">What it is.</param>
        /// <param name="index">Its core or layer; 0 for roles that have neither.</param>
        /// <exception cref="ArgumentException">The model has no such tensor.</exception>
        public long Count(TensorRole role, int index = 0) => file.Layout.Section(role, index).Count;

        /// <summary>The sizes [R, I, J, S] of a matrix; a weight [out, in] and a dense table are [1, out, in, 1].</summary>
        /// <param name="role">What it is.</param>
        /// <param name="index">Its core or layer; 0 for roles that have neither.</param>
        /// <exception cref="ArgumentException">The model has no such tensor, or it is a vector.</exception>
        public (int Rank, int Rows, int Columns, int NextRank) Shape(TensorRole role, int index = 0)
        {
            ModelSection section = file.Layout.Section(role, index);
            return section.Matrix is { } m
                ? (m.Rank, m.Rows, m.Columns, m.NextRank)
                : throw new ArgumentException($"{section.Name}: this is a vector.");
        }

        /// <summary>The numbers of a tensor, row-major, of the shape that <see cref="TensorRole"/> names, all finite.</summary>
        /// <param name="role">What it is.</param>
        /// <param name="index">Its core or layer; 0 for roles that have neither.</param>
        /// <param name="values">Receives them: as many as the tensor has.</param>
        /// <exception cref="ArgumentException">The model has no such tensor, or the span is of another length.</exception>
        public void CopyTo(TensorRole role, int index, Span<float> values)
        {
            ModelSection section = file.Layout.Section(role, index);
            if (values.Length != section.Count)
                throw new ArgumentException($"{section.Name}: room for {values.Length} of {section.Count} numbers.");
            if (section.Matrix is { } shape) file.Matrix(role, index).CopyTo(shape, values);
            else file.Vector(role, index).CopyTo(values);
        }
    }
}
