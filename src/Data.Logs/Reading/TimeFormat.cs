using System.Globalization;
using System.Text.RegularExpressions;
using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Logs.Engine;

namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>
/// How times are written, and how a text becomes microseconds since 1970 in UTC. Epochs of the four units cannot be mistaken for each
/// other, since all times lie in 1970 .. 2261 and guessed ones in 1990 .. 2099.
/// </summary>
internal sealed partial class TimeFormat
{
    /// <summary>A day in microseconds.</summary>
    public const long Day = 24L * 60 * 60 * 1_000_000;

    /// <summary>What --time-format takes beside a pattern.</summary>
    public const string Names = "s, ms, us, ns, iso";

    // 1990-01-01 to 2100-01-01 and 1970 to 2262, in seconds.
    private const long GuessedFrom = 631_152_000, GuessedBelow = 4_102_444_800, Below = 9_214_646_400;

    private const string IsoPattern = @"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.]\d+)?)?( ?(Z|UTC|[+-]\d{2}(:?\d{2})?))?)?";

    private static readonly (string Name, string Meaning, long PerSecond)[] Units =
    [
        ("s", "seconds since 1970", 1), ("ms", "milliseconds since 1970", 1_000), ("us", "microseconds since 1970", 1_000_000),
        ("ns", "nanoseconds since 1970", 1_000_000_000),
    ];

    private readonly Func<string, string> micros;
    private readonly string range;

    private TimeFormat(string meaning, Func<string, string> micros, bool guessed)
    {
        Meaning = meaning;
        this.micros = micros;
        range = guessed
            ? $"BETWEEN {Sql.Number(GuessedFrom * 1_000_000)} AND {Sql.Number((GuessedBelow * 1_000_000) - 1)}"
            : $"BETWEEN 0 AND {Sql.Number((Below * 1_000_000) - 1)}";
    }

    /// <summary>A day of 2014 without its year, month before day, as Tmall ships it; the first zero may be missing.</summary>
    public static TimeFormat DayOf2014 { get; } = new(
        "days of 2014, MMDD",
        text => $"CASE WHEN regexp_full_match({text}, '\\d{{3,4}}') "
            + $"THEN epoch_us(try_strptime('2014' || lpad({text}, 4, '0'), '%Y%m%d')) END",
        guessed: false);

    /// <summary>A day, yyyy-MM-dd.</summary>
    public static TimeFormat Date { get; } = new(
        "days, yyyy-MM-dd",
        text => $"CASE WHEN regexp_full_match({text}, '\\d{{4}}-\\d{{2}}-\\d{{2}}') THEN epoch_us(TRY_CAST({text} AS TIMESTAMP)) END",
        guessed: true);

    /// <summary>Times that the file's own columns have as such.</summary>
    public static TimeFormat Typed { get; } = new("times of the column's own type", text => text, guessed: false);

    /// <summary>What it is called where it is shown.</summary>
    public string Meaning { get; }

    /// <summary>An SQL expression of microseconds since 1970, null where a text is no such time.</summary>
    /// <param name="text">The expression of the text.</param>
    public string Micros(string text) => micros(text);

    /// <summary>An SQL expression, null where microseconds are not within the times that a log may have.</summary>
    /// <param name="micros">The expression of the microseconds.</param>
    public string InRange(string micros) => $"CASE WHEN {micros} {range} THEN {micros} END";

    /// <summary>The format that was asked for: a unit, iso, or a pattern such as %d/%m/%Y.</summary>
    /// <exception cref="UsageException">There is no such format.</exception>
    public static TimeFormat Named(string name)
    {
        if (name == "iso") return Iso(guessed: false);
        int unit = Array.FindIndex(Units, one => one.Name == name);
        if (unit >= 0) return Epoch(unit, guessed: false);
        if (!name.Contains('%', StringComparison.Ordinal))
            throw new UsageException($"--time-format is '{name}', it must be one of {Names}, or a pattern such as %d/%m/%Y %H:%M:%S.");
        return new TimeFormat(name, text => $"epoch_us(try_strptime({text}, {Sql.Text(name)}))", guessed: false);
    }

    /// <summary>The format that most of some texts have.</summary>
    /// <param name="texts">Texts that are not blank.</param>
    /// <returns>The format; null, and what is wrong with the texts, where it cannot be told.</returns>
    public static (TimeFormat? Format, string? Problem) Guess(IReadOnlyList<string> texts)
    {
        const int IsoKind = -1, DayFirst = -2, Unknown = -3;
        int kind = texts.GroupBy(KindOf).OrderByDescending(one => one.Count()).ThenByDescending(one => one.Key).First().Key;
        string example = texts.First(text => KindOf(text) == kind);
        return kind switch
        {
            DayFirst => (null, $"'{example}' may have the day or the month first"),
            Unknown => (null, $"'{example}' is no time that is known"),
            IsoKind => (Iso(guessed: true), null),
            _ => (Epoch(kind, guessed: true), null),
        };

        static int KindOf(string text)
        {
            if (IsoTime().IsMatch(text)) return IsoKind;
            if (DayFirstTime().IsMatch(text)) return DayFirst;
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)) return Unknown;
            int unit = Array.FindIndex(Units, one => number / one.PerSecond is >= GuessedFrom and < GuessedBelow);
            return unit >= 0 ? unit : Unknown;
        }
    }

    // The database's own cast wants seconds before a zone, and no space before an offset.
    private static TimeFormat Iso(bool guessed) => new(
        "ISO 8601, UTC where no zone is given",
        text =>
            $$"""
            CASE WHEN regexp_full_match({{text}}, '{{IsoPattern}}')
                 THEN epoch_us(coalesce(
                     TRY_CAST({{text}} AS TIMESTAMPTZ),
                     TRY_CAST(regexp_replace(regexp_replace({{text}}, ' ([+-])', '\1'), '^(.{11}\d\d:\d\d)( ?[ZU+-].*)$', '\1:00\2')
                         AS TIMESTAMPTZ)))
            END
            """,
        guessed);

    // Whole numbers stay whole; those with a fraction or an exponent go through double, which is exact to the microsecond till 2255.
    private static TimeFormat Epoch(int unit, bool guessed)
    {
        (_, string meaning, long perSecond) = Units[unit];
        string n = "TRY_CAST({0} AS BIGINT)", whole = perSecond <= 1_000_000
            ? $"CASE WHEN {n} BETWEEN 0 AND {Sql.Number(Below * perSecond)} THEN {n} * {Sql.Number(1_000_000 / perSecond)} END"
            : $"{n} // {Sql.Number(perSecond / 1_000_000)}";
        string scale = (1_000_000.0 / perSecond).ToString("R", CultureInfo.InvariantCulture);
        return new TimeFormat(
            meaning,
            text => $"CASE WHEN contains({text}, '.') OR contains({text}, 'e') OR contains({text}, 'E') "
                + $"THEN TRY_CAST(floor(TRY_CAST({text} AS DOUBLE) * {scale}::DOUBLE) AS BIGINT) "
                + $"ELSE {string.Format(CultureInfo.InvariantCulture, whole, text)} END",
            guessed);
    }

    [GeneratedRegex($"^{IsoPattern}$", RegexOptions.ExplicitCapture)]
    private static partial Regex IsoTime();

    [GeneratedRegex(@"^\d{1,2}[./-]\d{1,2}[./-](\d{2}|\d{4})\b", RegexOptions.ExplicitCapture)]
    private static partial Regex DayFirstTime();
}
