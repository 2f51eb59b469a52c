using OnDeviceRec.Autograd;
using OnDeviceRec.Autograd.Operations;
using OnDeviceRec.Data;
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
    private SequenceModel(ParameterFactory make, IItemTable table, EncoderOptions options)
    {
        Table = table;
        Encoder = new Encoder(make, options);
        CopyHead = options.Copies ? new CopyHead(make, "copy", options.MaxLength) : null;
        Parameters = make.Parameters;
    }

    /// <summary>The item table.</summary>
    public IItemTable Table { get; }

    /// <summary>The encoder.</summary>
    public Encoder Encoder { get; }

    /// <summary>The copy head, or null.</summary>
    public CopyHead? CopyHead { get; }

    /// <summary>All parameters: the table's, then the encoder's, then the copy head's.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>A model with a full item table, such as a teacher, at its start values.</summary>
    /// <param name="items">V.</param>
    /// <param name="options">The encoder's sizes.</param>
    /// <param name="seed">Keys the start values.</param>
    public static SequenceModel Dense(int items, EncoderOptions options, ulong seed)
    {
        var make = new ParameterFactory(seed);
        return new SequenceModel(make, new DenseItemTable(make, items, options.Width, options.LogitScale > 0), options);
    }

    /// <summary>A model with a compressed item table, such as a student, at its start values.</summary>
    /// <param name="shape">The table's sizes; its width must be the encoder's.</param>
    /// <param name="options">The encoder's sizes.</param>
    /// <param name="seed">Keys the start values.</param>
    /// <exception cref="ArgumentException">The widths differ.</exception>
    public static SequenceModel Compressed(TensorTrainShape shape, EncoderOptions options, ulong seed)
    {
        if (shape.Width != options.Width) throw new ArgumentException($"SequenceModel: the table's width is {shape.Width}, the encoder's {options.Width}.");
        var make = new ParameterFactory(seed);
        return new SequenceModel(make, new TensorTrainItemTable(make, shape), options);
    }

    /// <summary>What the model makes of a batch's examples.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="table">The item table's <see cref="IItemTable.Matrix"/> on the same tape.</param>
    /// <param name="batch">The sequences and the examples read out of them.</param>
    /// <param name="dropout">The dropout rate in training.</param>
    public Encodings Encode(Tape tape, Variable table, RaggedBatch batch, float dropout = 0) =>
        EncodeRows(tape, GatherRows.Apply(tape, table, batch.Items), batch, dropout);

    /// <summary>The same from the rows of the batch's items alone, without the rest of the table.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="items">The item table's <see cref="IItemTable.Rows"/> of the batch's items, on the same tape.</param>
    /// <param name="batch">The sequences.</param>
    /// <param name="dropout">The dropout rate in training.</param>
    public Encodings EncodeRows(Tape tape, Variable items, RaggedBatch batch, float dropout = 0)
    {
        Variable h = Encoder.Forward(tape, items, batch, dropout);
        float norm = Encoder.Options.LogitScale;
        return new Encodings(norm > 0 ? NormalizeRows.Apply(tape, h, norm) : h, CopyHead?.Forward(tape, batch));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Parameter parameter in Parameters) parameter.Dispose();
    }
}
