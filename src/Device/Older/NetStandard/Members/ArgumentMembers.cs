using System.Runtime.CompilerServices;

namespace OnDeviceRec.Device.Older;

/// <summary>What later versions of .NET have in the exceptions of arguments besides.</summary>
internal static class ArgumentMembers
{
    extension(ArgumentNullException)
    {
        /// <summary>Refuses nothing where something is needed.</summary>
        public static void ThrowIfNull(object? argument, [CallerArgumentExpression(nameof(argument))] string? name = null)
        {
            if (argument is null) throw new ArgumentNullException(name);
        }
    }

    extension(ArgumentOutOfRangeException)
    {
        /// <summary>Refuses a number below 0.</summary>
        public static void ThrowIfNegative(int value, [CallerArgumentExpression(nameof(value))] string? name = null)
        {
            if (value < 0) throw new ArgumentOutOfRangeException(name, value, $"{name} ('{value}') must be a non-negative value.");
        }
    }
}
