namespace System.Runtime.CompilerServices;

/// <summary>By which the compiler marks properties that only an initializer sets.</summary>
internal static class IsExternalInit
{
}
