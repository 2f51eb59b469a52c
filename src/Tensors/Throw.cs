using System.Diagnostics.CodeAnalysis;

namespace OnDeviceRec.Tensors;

/// <summary>Argument errors of the tensor layer; every message carries both values.</summary>
internal static class Throw
{
    [DoesNotReturn]
    public static void ShapeMismatch(string operation, string what, string left, string right) =>
        throw new ArgumentException($"{operation}: {what}: {left}, {right}.");

    public static void IfNotEqual(int actual, int expected, string operation, string what)
    {
        if (actual != expected) throw new ArgumentException($"{operation}: {what} is {actual}, expected {expected}.");
    }

    public static void IfNot(bool condition, string operation, string what)
    {
        if (!condition) throw new ArgumentException($"{operation}: {what}.");
    }
}
