using OnDeviceRec.Autograd;
using OnDeviceRec.Data;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Models.Tables;
using OnDeviceRec.Tensors;

namespace OnDeviceRec.Models;

/// <summary>A next-item recommender: an encoder and an item table. The score of item v is h · E[v].</summary>
public sealed class SequenceModel : IDisposable
{
    private SequenceModel(ParameterFactory make, IItemTable table, EncoderOptions options)
    {
        Table = table;
        Encoder = new Encoder(make, options);
        Parameters = make.Parameters;
    }

    /// <summary>The item table.</summary>
    public IItemTable Table { get; }

    /// <summary>The encoder.</summary>
    public Encoder Encoder { get; }

    /// <summary>All parameters: the table's, then the encoder's.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>A model with a full item table, such as a teacher, at its start values.</summary>
    /// <param name="items">V.</param>
    /// <param name="options">The encoder's sizes.</param>
    /// <param name="seed">Keys the start values.</param>
    public static SequenceModel Dense(int items, EncoderOptions options, ulong seed)
    {
        var make = new ParameterFactory(seed);
        return new SequenceModel(make, new DenseItemTable(make, items, options.Width), options);
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

    /// <summary>The encodings h of a batch's examples, [B, d].</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="table">The item table's <see cref="IItemTable.Matrix"/> on the same tape.</param>
    /// <param name="batch">The sequences and the examples read out of them.</param>
    /// <param name="dropout">The dropout rate in training.</param>
    public Variable Encode(Tape tape, Variable table, RaggedBatch batch, float dropout = 0) => Encoder.Forward(tape, table, batch, dropout);

    /// <summary>The encodings of a batch from the rows of its items alone, without the rest of the table.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="items">The item table's <see cref="IItemTable.Rows"/> of the batch's items, on the same tape.</param>
    /// <param name="batch">The sequences.</param>
    /// <param name="dropout">The dropout rate in training.</param>
    public Variable EncodeRows(Tape tape, Variable items, RaggedBatch batch, float dropout = 0) => Encoder.ForwardRows(tape, items, batch, dropout);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Parameter parameter in Parameters) parameter.Dispose();
    }
}
