using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace OnDeviceRec.Cli;

/// <summary>The usual help, and then the verb's examples.</summary>
internal sealed class ExamplesHelp(SynchronousCommandLineAction usual) : SynchronousCommandLineAction
{
    public static void AddTo(RootCommand root)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExamplesHelp((SynchronousCommandLineAction)help.Action!);
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not Verb verb) return code;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string line in verb.Examples.Split('\n')) output.WriteLine($"  {line}");
        output.WriteLine();
        return code;
    }
}
