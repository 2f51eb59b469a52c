using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OnDeviceRec.Data;
using OnDeviceRec.Data.IO;

namespace OnDeviceRec.Jobs.Lists;

/// <summary>Lists for many sessions, one a line in and one a line out, in their order, as they come.</summary>
/// <param name="maker">Makes the lists.</param>
/// <param name="reader">Reads the sessions.</param>
/// <param name="name">What the sessions come from, for messages.</param>
public sealed class SessionBatch(ListMaker maker, SessionReader reader, string name)
{
    private static readonly JsonSerializerOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How many bad lines are passed over; one more ends the batch.</summary>
    public int MostBadLines { get; init; } = int.MaxValue;

    /// <summary>How many lines there are; NaN where nobody knows.</summary>
    public double Lines { get; init; } = double.NaN;

    /// <summary>Makes the lists. A blank line is passed over; a bad one is named in a note, has no list, and the others go on.</summary>
    /// <param name="lines">The sessions, one a line.</param>
    /// <param name="output">
    /// Takes JSON lines: the list with <c>line</c>, the session's line from 1 on, and <c>id</c>, where it has one.
    /// </param>
    /// <param name="progress">Follows the work.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">Lines were bad; all the others have their lists, unless there were too many.</exception>
    public void Run(
        IEnumerable<string> lines, TextWriter output, IProgress<WorkProgress> progress, CancellationToken cancellation = default)
    {
        IProgress<WorkProgress> stage = progress.Begin("lists");
        int line = 0, bad = 0, made = 0;
        long skipped = 0;
        foreach (string text in lines)
        {
            cancellation.ThrowIfCancellationRequested();
            line++;
            if (string.IsNullOrWhiteSpace(text)) continue;
            try
            {
                Session session = reader.Read(text, $"{name}, line {line}");
                skipped += session.Unknown.Length;
                output.WriteLine(ListOf(session, line).ToJsonString(Layout));
                made++;
            }
            catch (InputException e)
            {
                progress.Note(e.Message);
                if (++bad > MostBadLines)
                {
                    throw new InputException(
                        $"{name}: stopped at line {line}, with more bad lines than --bad-lines {MostBadLines} allows; "
                        + "mend them, they are named above.",
                        e);
                }
            }

            stage.Report(new WorkProgress(line, Lines, "sessions"));
        }

        if (skipped > 0) progress.Note($"{name}: skipped unknown items, {skipped} in all; each list has its own under \"unknown\".");
        if (bad > 0)
        {
            throw new InputException(
                $"{name}: {bad} of {bad + made} sessions have no list; mend their lines, they are named above.");
        }
    }

    private JsonObject ListOf(Session session, int line)
    {
        var json = new JsonObject { ["line"] = line };
        if (session.Id is { } id) json["id"] = id;
        JsonObject list = (maker.After(session.Items) with { Unknown = session.Unknown }).ToJson();
        foreach ((string field, JsonNode? value) in list.ToArray())
        {
            list.Remove(field);
            json[field] = value;
        }

        return json;
    }
}
