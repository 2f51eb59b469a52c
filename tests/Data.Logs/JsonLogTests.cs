namespace OnDeviceRec.Data.Logs.Tests;

public class JsonLogTests
{
    [Fact]
    public void Ids_are_texts_or_whole_numbers_and_other_lines_are_named()
    {
        using Scratch scratch = new Scratch().With(
            "log.jsonl",
            """
            {"user": 1, "item": "007", "time": 1500000000, "more": {"x": [1, 2]}}
            {"user": 1, "item": 12345678901234567, "time": "1500000001"}

            no object
            [1, 2]
            {"user": 1, "item": {"a": 1}, "time": 1500000001}
            {"user": 1, "item": null, "time": 1500000001}
            {"user": 2.0, "item": "007", "time": 1500200000.5, "a/b~c": 3}
            {"user": 2, "item": "12345678901234567", "time": 1500200001}
            """);
        PreparedLog prepared = scratch.Prepare("log.jsonl", options => options with { BadRows = new BadRowLimit(2, null) });
        Assert.Equal((8, 2, 2, 4), (prepared.Read.Rows, prepared.Read.Unreadable, prepared.Read.NoItem, prepared.Read.Events));
        Assert.Equal([4, 5], prepared.Read.FirstUnreadable.Select(bad => (int)bad.Line));
        Assert.Equal(["007 12345678901234567"], scratch.Train());
        Assert.Equal(["007 12345678901234567"], scratch.Test());
    }

    [Fact]
    public void Deep_values_and_odd_names_do_not_matter()
    {
        string deep = new string('[', 500) + new string(']', 500);
        string more = $"\"x\": {deep}, \"\": 3, \"\\u0000\": 4";
        using Scratch scratch = new Scratch().With("log.jsonl", string.Concat(
            from line in new[] { ("u", "a", 1500000000), ("u", "b", 1500000001), ("v", "b", 1500200000), ("v", "a", 1500200001) }
            select $"{{{more}, \"user\": \"{line.Item1}\", \"a/~b\": \"{line.Item2}\", \"time\": {line.Item3}}}\n"));
        scratch.Prepare("log.jsonl", options => options with { Columns = new LogColumns { Item = "a/~b" } });
        Assert.Equal(["a b"], scratch.Train());
    }

    [Theory]
    [InlineData("9007199254740993.0")]
    [InlineData("123456789012345678901234")]
    [InlineData("1.5")]
    public void Ids_that_are_rounded_numbers_are_refused(string id)
    {
        using Scratch scratch = new Scratch().With(
            "log.jsonl",
            $"{{\"user\": 1, \"item\": 3, \"time\": 1500000000}}\n\n{{\"user\": 1, \"item\": {id}, \"time\": 15e8}}\n");
        scratch.Refuses<DataFormatException>(
            "log.jsonl", null, "log.jsonl, line 3: an id is a floating-point number", "write ids as texts");
    }

    [Theory]
    [InlineData("[{\"user\": 1, \"item\": 2, \"time\": 1500000000}]")]
    [InlineData("{\n  \"user\": 1,\n  \"item\": 2\n}")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"\\ud800\": 1")]
    public void What_is_not_one_object_a_line_is_refused(string text)
    {
        using Scratch scratch = new Scratch().With("log.json", text);
        scratch.Refuses<DataFormatException>("log.json", null, "log.json, line 1: is no JSON object", "write one object a line");
    }
}
