using OnDeviceRec.Device.Format;
using OnDeviceRec.Models.Tables;

namespace OnDeviceRec.Models.Files;

/// <summary>The numbers of a model: which tensors they are, and how many.</summary>
public static class ModelNumbers
{
    extension(ModelConfiguration configuration)
    {
        /// <summary>Numbers of the item table.</summary>
        public long TableParameters => configuration.Table.Parameters(configuration.Items, configuration.Encoder.Width);

        /// <summary>Numbers of everything else: positions, LayerNorms, layers, readout, copy head.</summary>
        public long EncoderParameters
        {
            get
            {
                long sum = 0;
                foreach (ModelSection tensor in new ModelLayout(configuration).Tensors) sum += tensor.Count;
                return sum - configuration.TableParameters;
            }
        }

        /// <summary>Every tensor of the model, in the order of the file: what it is, and its core or layer.</summary>
        public IEnumerable<(TensorRole Role, int Index)> Tensors
        {
            get
            {
                ReadOnlySpan<ModelSection> sections = new ModelLayout(configuration).Tensors;
                var tensors = new (TensorRole, int)[sections.Length];
                for (int i = 0; i < tensors.Length; i++) tensors[i] = (sections[i].Role, (int)(sections[i].Type >> 16));
                return tensors;
            }
        }
    }
}
