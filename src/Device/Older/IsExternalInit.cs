using System.Runtime.CompilerServices;

// The setter of an init property names this type: what was compiled for netstandard2.1 expects it in this assembly.
#pragma warning disable RS0016 // It is no member of ours that the record of the public API would have to hold.
[assembly: TypeForwardedTo(typeof(IsExternalInit))]
