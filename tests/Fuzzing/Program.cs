using OnDeviceRec.Fuzzing;

// The commands of tests/Fuzzing; docs/security.md says what they are for.
try
{
    return args switch
    {
        ["mutate", .. var rest] => Commands.Mutate(rest),
        ["afl", var target] => Commands.Afl(target),
        ["libfuzzer", var target] => Commands.LibFuzzer(target),
        ["seeds", var target, var folder] => Commands.Seeds(target, folder),
        ["replay", var target, var file] => Commands.Replay(target, file),
        ["slow"] => Commands.Slow(),
        _ => throw new FormatException(Commands.Usage),
    };
}
catch (FormatException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}
