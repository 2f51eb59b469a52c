namespace System.Runtime.CompilerServices;

/// <summary>Tells the compiler to give a parameter the text of another one's argument.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class CallerArgumentExpressionAttribute(string parameterName) : Attribute
{
    public string ParameterName { get; } = parameterName;
}
