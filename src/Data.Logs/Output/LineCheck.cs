namespace OnDeviceRec.Data.Logs.Output;

/// <summary>Whether the lines of a part are what they have to be, told row by row in their order.</summary>
/// <param name="part">What the part is called.</param>
/// <param name="whole">How many lines it has, and items in them.</param>
/// <param name="least">How many items a line has at least.</param>
/// <param name="most">How many it has at most.</param>
/// <param name="items">V.</param>
/// <param name="fault">What is thrown where they are not, given how.</param>
internal sealed class LineCheck(string part, SequenceCount whole, long least, long most, long items, Func<string, Exception> fault)
{
    private long line, place, length, events;

    /// <summary>Takes a row.</summary>
    /// <returns>Whether a line begins with it.</returns>
    public bool Begins(long ofLine, long atPlace, long number)
    {
        bool begins = ofLine != line || events == 0;
        if (begins)
        {
            EndLine();
            if (ofLine != line + 1) throw Wrong($"lines are numbered from 1 without gaps, and behind {line} comes {ofLine}");
            (line, length) = (ofLine, 0);
        }
        else if (atPlace <= place)
        {
            throw Wrong($"line {line} has two items at place {place}");
        }

        if (number < 1 || number > items) throw Wrong($"line {line} has item {number}, of items 1 to {items}");
        place = atPlace;
        length++;
        events++;
        return begins;
    }

    /// <summary>After the last row.</summary>
    public void End()
    {
        EndLine();
        if (new SequenceCount(line, events) != whole)
            throw Wrong($"{line} lines with {events} items in them are there, of {whole.Sequences} with {whole.Events}");
    }

    private void EndLine()
    {
        if (events > 0 && (length < least || length > most))
            throw Wrong($"line {line} has {length} items, and not {least} to {most}");
    }

    private Exception Wrong(string what) => fault($"{part}: {what}");
}
