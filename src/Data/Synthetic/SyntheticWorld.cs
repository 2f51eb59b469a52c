namespace OnDeviceRec.Data;

/// <summary>The hidden structure behind <see cref="SyntheticCatalog"/>: what each item is, and how the next one is drawn.</summary>
internal sealed class SyntheticWorld
{
    private readonly SyntheticOptions options;
    private readonly ZipfDraw categories;
    private readonly ZipfDraw lengths;
    private readonly ZipfDraw[] groups;
    private readonly ZipfDraw[] cells;

    public SyntheticWorld(SyntheticOptions options, SplitMix64 random)
    {
        options.Check();
        this.options = options;
        int groupCount = options.Categories * options.Stages;
        int[] rows = Count(options.Items);
        random.Shuffle(rows);
        GroupOf = new int[options.Items];
        StyleOf = new int[options.Items];
        var members = new List<int>[groupCount];
        for (int g = 0; g < groupCount; g++) members[g] = [];
        for (int i = 0; i < rows.Length; i++)
        {
            // Turning the styles with the group gives each of them its share of the groups' favorites.
            int group = i % groupCount, rank = i / groupCount;
            GroupOf[rows[i]] = group;
            StyleOf[rows[i]] = (rank + group) % options.Styles;
            members[group].Add(rows[i]);
        }

        categories = new ZipfDraw(Count(options.Categories), options.CategoryExponent);
        lengths = new ZipfDraw(
            [.. Enumerable.Range(options.MinLength, options.MaxLength - options.MinLength + 1)], options.LengthExponent, options.MinLength);
        groups = Array.ConvertAll(members, m => new ZipfDraw([.. m], options.ItemExponent));
        cells = new ZipfDraw[groupCount * options.Styles];
        for (int cell = 0; cell < cells.Length; cell++)
        {
            (int group, int style) = Math.DivRem(cell, options.Styles);
            cells[cell] = new ZipfDraw([.. members[group].Where(row => StyleOf[row] == style)], options.ItemExponent);
        }
    }

    /// <summary>category · L + stage of each row.</summary>
    public int[] GroupOf { get; }

    /// <summary>Style of each row.</summary>
    public int[] StyleOf { get; }

    /// <summary>Draws sequences.</summary>
    public Sequences Draw(int count, SplitMix64 random)
    {
        var builder = new SequencesBuilder();
        var sequence = new List<int>();
        for (int s = 0; s < count; s++)
        {
            int length = lengths.Next(ref random), style = random.Below(options.Styles);
            sequence.Clear();
            while (sequence.Count < length) sequence.Add(Next(sequence, style, ref random));
            foreach (int row in sequence) builder.Append(row);
            builder.EndSequence();
        }

        return builder.Build();
    }

    private static int[] Count(int n) => [.. Enumerable.Range(0, n)];

    private int Next(List<int> sequence, int style, ref SplitMix64 random)
    {
        if (sequence.Count > 0 && random.Chance(options.Repeat))
            return sequence[Math.Max(random.Below(sequence.Count), random.Below(sequence.Count))];
        int group;
        if (sequence.Count == 0 || random.Chance(options.Jump))
        {
            group = (categories.Next(ref random) * options.Stages) + random.Below(options.Stages);
        }
        else
        {
            (int category, int stage) = Math.DivRem(GroupOf[sequence[^1]], options.Stages);
            if (random.Chance(options.Advance)) stage = (stage + 1) % options.Stages;
            group = (category * options.Stages) + stage;
        }

        return random.Chance(options.Fidelity)
            ? cells[(group * options.Styles) + style].Next(ref random)
            : groups[group].Next(ref random);
    }
}
