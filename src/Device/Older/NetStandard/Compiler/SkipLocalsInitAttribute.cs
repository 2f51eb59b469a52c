namespace System.Runtime.CompilerServices;

/// <summary>Tells the compiler that a method clears no memory of its own before it runs.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SkipLocalsInitAttribute : Attribute
{
}
