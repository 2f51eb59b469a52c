using OnDeviceRec.Data.IO;
using OnDeviceRec.Data.Logs.Layouts;

namespace OnDeviceRec.Data.Logs.Reading;

/// <summary>Which column of a table says what; −1 where none does.</summary>
/// <param name="User">Users.</param>
/// <param name="Item">Items.</param>
/// <param name="Time">Times.</param>
/// <param name="Session">Sessions.</param>
/// <param name="Event">Kinds of events.</param>
/// <param name="TimeOfDay">Milliseconds of the day.</param>
internal readonly record struct ColumnChoice(int User, int Item, int Time, int Session, int Event, int TimeOfDay)
{
    private static readonly string[] Users =
    [
        "userid", "user", "visitorid", "visitor", "customerid", "customer", "reviewerid", "uid", "memberid", "clientid", "accountid",
        "buyerid",
    ];

    private static readonly string[] Items =
    [
        "itemid", "item", "productid", "product", "sku", "articleid", "article", "movieid", "movie", "parentasin", "asin", "goodsid",
        "contentid", "newsid", "trackid", "songid", "videoid", "bookid", "iid",
    ];

    private static readonly string[] Times =
    [
        "timestamp", "eventtime", "time", "ts", "eventtimestamp", "unixreviewtime", "unixtime", "datetime", "createdat", "eventdate",
        "date",
    ];

    private static readonly string[] Sessions = ["sessionid", "session", "usersession", "visitid", "sid"];

    private static readonly string[] Events = ["event", "eventtype", "actiontype", "action", "behaviortype", "behavior", "eventname"];

    /// <summary>The columns by the names that were given, by those of a layout's form, or else by usual names.</summary>
    /// <param name="table">The table.</param>
    /// <param name="given">The names that were given.</param>
    /// <param name="form">The form, or null.</param>
    /// <exception cref="DataFormatException">A column that is needed is not there.</exception>
    public static ColumnChoice Of(LogTable table, LogColumns given, LogForm? form)
    {
        var choice = new ColumnChoice(
            Find("--user", given.User, form?.User, Users),
            Find("--item", given.Item, form?.Item, Items),
            Find("--time", given.Time, form?.Time, Times),
            Find("--session", given.Session, form?.Session, Sessions),
            Find("--event", given.Event, form?.Event, Events),
            form?.TimeOfDay is { } timeOfDay && given.Time is null ? IndexOf(table.Columns, timeOfDay) : -1);
        if (choice.Item < 0) throw Missing("items", "--item");
        if (choice.Time < 0) throw Missing("times", "--time");
        if (choice.User < 0 && choice.Session < 0) throw Missing("users or sessions", "--user or --session");
        return choice;

        int Find(string option, string? name, string? inForm, string[] usual)
        {
            if (name is null)
            {
                return form is not null
                    ? inForm is null ? -1 : IndexOf(table.Columns, inForm)
                    : usual.Select(one => IndexOf(table.Columns, one)).FirstOrDefault(index => index >= 0, -1);
            }

            int index = IndexOf(table.Columns, name);
            return index >= 0 ? index : throw new DataFormatException(
                table.File.Name, null, $"there is no column '{name}'", $"there are {Shown(table.Columns)}; give {option} one of these");
        }

        DataFormatException Missing(string what, string option) => new(
            table.File.Name,
            null,
            $"no column is known to have {what}: there are {Shown(table.Columns)}",
            $"name it with {option}, or all of them with --columns if the log has no header");
    }

    /// <summary>
    /// The column of a name: as it stands, or else without regard to case, underscores and what RecBole puts behind a colon.
    /// </summary>
    public static int IndexOf(IReadOnlyList<string> columns, string name)
    {
        for (int i = 0; i < columns.Count; i++)
            if (columns[i] == name) return i;
        for (int i = 0; i < columns.Count; i++)
            if (Plain(columns[i]) == Plain(name)) return i;
        return -1;
    }

    /// <summary>Names in a message, not too many of them.</summary>
    public static string Shown(IReadOnlyList<string> columns)
    {
        const int Most = 12, Longest = 40;
        string[] names = [.. columns.Take(Most).Select(name => name.Length > Longest ? name[..Longest] + "…" : name)];
        string shown = new([.. string.Join(", ", names.Select(name => $"'{name}'")).Select(c => char.IsControl(c) ? '�' : c)]);
        return columns.Count > Most ? $"{shown} and {columns.Count - Most} more" : shown;
    }

    private static string Plain(string name) => string.Concat(name.Split(':')[0].Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
