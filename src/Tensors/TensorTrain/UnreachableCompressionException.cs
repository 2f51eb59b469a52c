namespace OnDeviceRec.Tensors;

/// <summary>No shape reaches the wanted compression; the message names the largest possible and the remedy.</summary>
public sealed class UnreachableCompressionException : ArgumentException
{
    internal UnreachableCompressionException(string message, double largest)
        : base(message) => Largest = largest;

    /// <summary>The largest compression that the searched shapes reach.</summary>
    public double Largest { get; }
}
