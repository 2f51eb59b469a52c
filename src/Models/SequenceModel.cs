using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models;

/// <summary>
/// A next-item recommender: an encoder, an item table and, if it copies, a copy head. The score of item v is h·E[v], or ln P(v) of the
/// mixture of copying and a softmax of these.
/// </summary>
public sealed class SequenceModel : IDisposable
{
    /// <summary>A model at its start values.</summary>
    /// <param name="configuration">The model; its numbers are fp32 in training, whatever its precision.</param>
    /// <param name="seed">Keys the start values.</param>
    /// <exception cref="ArgumentException">The configuration's parts do not fit together.</exception>
    public SequenceModel(ModelConfiguration configuration, ulong seed)
        : this(configuration, seed, ItemTables.Create)
    {
    }

    /// <summary>A model whose table is of no family of the device, such as <see cref="CodebookItemTable"/>: its files hold it
    /// dense.</summary>
    /// <param name="configuration">The model; whatever table it names, it is described as one with a dense table.</param>
    /// <param name="seed">Keys the start values.</param>
    /// <param name="table">Makes the table, which writes itself as a dense one.</param>
    /// <exception cref="ArgumentException">The configuration's parts do not fit together, or the table is of another size.</exception>
    public SequenceModel(ModelConfiguration configuration, ulong seed, Func<ParameterFactory, IItemTable> table)
        : this(configuration with { Table = DenseShape.Instance }, seed, (make, _) => table(make))
    {
        if ((Table.Items, Table.Width) != (configuration.Items, configuration.Encoder.Width))
        {
            throw new ArgumentException(
                $"Models: the table is [{Table.Items}, {Table.Width}], "
                + $"the model is of {configuration.Items} items and width {configuration.Encoder.Width}.");
        }
    }

    private SequenceModel(ModelConfiguration configuration, ulong seed, Func<ParameterFactory, ModelConfiguration, IItemTable> table)
    {
        Configuration = configuration.Checked() with { Precision = Precision.Fp32 };
        var make = new ParameterFactory(seed);
        Table = table(make, configuration);
        int tables = make.Parameters.Count;
        Encoder = new Encoder(make, configuration);
        int encoders = make.Parameters.Count;
        CopyHead = configuration.Head == HeadKind.Copy ? new CopyHead(make, "copy", configuration.Encoder.MaxLength) : null;
        Parameters = make.Parameters;
        EncoderParameters = [.. Parameters.Skip(tables).Take(encoders - tables)];
    }

    /// <summary>Its description.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>The item table.</summary>
    public IItemTable Table { get; }

    /// <summary>The encoder.</summary>
    public Encoder Encoder { get; }

    /// <summary>The copy head, or null.</summary>
    public CopyHead? CopyHead { get; }

    /// <summary>All parameters: the table's, then the encoder's, then the copy head's.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The encoder's of these.</summary>
    internal IReadOnlyList<Parameter> EncoderParameters { get; }

    /// <summary>What the model makes of a batch's examples.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="table">The item table's <see cref="IItemTable.Matrix"/> on the same tape.</param>
    /// <param name="batch">The sequences and the examples read out of them.</param>
    /// <param name="dropout">The dropout probability in training.</param>
    public Encodings Encode(Tape tape, Variable table, RaggedBatch batch, float dropout = 0) =>
        EncodeRows(tape, GatherRows.Apply(tape, table, batch.Items), batch, dropout);

    /// <summary>The same from the rows of the batch's items alone, without the rest of the table.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="items">The item table's <see cref="IItemTable.Rows"/> of the batch's items, on the same tape.</param>
    /// <param name="batch">The sequences.</param>
    /// <param name="dropout">The dropout probability in training.</param>
    public Encodings EncodeRows(Tape tape, Variable items, RaggedBatch batch, float dropout = 0) =>
        new(SlicedEncoding.Apply(tape, this, items, batch, dropout), CopyHead?.Forward(tape, batch));

    /// <summary>h of some sequences, [B, d], on one thread.</summary>
    internal Variable EncodeSlice(Tape tape, Variable items, RaggedBatch batch, float dropout)
    {
        Variable h = Encoder.Forward(tape, items, batch, dropout);
        float norm = Configuration.LogitScale;
        return norm > 0 ? NormalizeRows.Apply(tape, h, norm) : h;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Parameter parameter in Parameters) parameter.Dispose();
    }
}
