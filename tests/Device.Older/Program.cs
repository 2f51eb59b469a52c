// What the runtime answers, to the last bit, and how fast; for builds of it that are compared.
//   answers MODEL...   a line a history: the first items, their scores as bits, and a number made of the bits of all scores
//   time MODEL         two numbers: microseconds of a list with its scores, and of one without
if (args is ["answers", ..])
{
    foreach (string path in args.AsSpan(1)) Answers.Write(path);
    return 0;
}

if (args is ["time", _])
{
    Console.WriteLine(Times.Of(args[1]));
    return 0;
}

Console.Error.WriteLine("usage: OnDeviceRec.Device.Older answers MODEL... | time MODEL");
return 2;
