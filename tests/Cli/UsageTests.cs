namespace OnDeviceRec.Cli.Tests;

public class UsageTests
{
    [Theory]
    [InlineData("nonsense", "'nonsense'")]
    [InlineData("--nonsense", "'--nonsense'")]
    [InlineData("train --nonsense", "'--nonsense'")]
    [InlineData("train --data data --out x.odr nonsense", "'nonsense'")]
    [InlineData("trian --data data --out x.odr", "'trian' is not known here, is it train?;")]
    [InlineData("train --data data --out x.odr --epoch 3", "'--epoch' is not known here, is it --epochs?;")]
    [InlineData("train --data data", "'--out'")]
    [InlineData("train --out x.odr", "'--data'")]
    [InlineData("distill --data data --out x.odr", "'--teacher'")]
    [InlineData("evaluate --data data", "'--model'")]
    [InlineData("baselines", "'--data'")]
    [InlineData("recommend --model student.odr", "'--session'")]
    [InlineData("recommend --model student.odr --session 1 --sessions s.txt", "one of '--session', '--sessions' and '--interactive'")]
    [InlineData("recommend --model student.odr --session 1 --interactive", "one of '--session', '--sessions' and '--interactive'")]
    [InlineData("recommend --model student.odr --interactive --json", "'--interactive' is for people and has no '--json'")]
    [InlineData("recommend --model student.odr --session 1 --bad-lines 1", "'--bad-lines' goes with '--sessions'")]
    [InlineData("recommend --model student.odr --sessions s.txt --bad-lines -1", "--bad-lines is '-1'")]
    [InlineData("similar --model student.odr", "'--item'")]
    [InlineData("similar --model student.odr --item 1 --top 0", "--top is '0'")]
    [InlineData("inspect", "'model'")]
    [InlineData("train --data data --out", "'--out'")]
    [InlineData("train --data data --out x.odr --epochs 0", "--epochs is '0'")]
    [InlineData("train --data data --out x.odr --epochs 1.5", "--epochs is '1.5'")]
    [InlineData("train --data data --out x.odr --epochs 99999999999", "--epochs is '99999999999'")]
    [InlineData("train --data data --out x.odr --epochs 1 --epochs 2", "'--epochs'")]
    [InlineData("train --data data --out x.odr --dropout 1", "--dropout is '1'")]
    [InlineData("train --data data --out x.odr --dropout NaN", "--dropout is 'NaN'")]
    [InlineData("train --data data --out x.odr --dropout 0,5", "--dropout is '0,5'")]
    [InlineData("train --data data --out x.odr --learning-rate 0", "--learning-rate is '0'")]
    [InlineData("train --data data --out x.odr --negatives -1", "--negatives is '-1'")]
    [InlineData("train --data data --out x.odr --valid 1", "--valid is '1'")]
    [InlineData("train --data data --out x.odr --width 0", "--width is '0'")]
    [InlineData("train --data data --out x.odr --threads 0", "--threads is '0'")]
    [InlineData("train --data data --out x.odr --seed -1", "--seed is '-1'")]
    [InlineData("train --data data --out x.odr --preset nonsense", "--preset is 'nonsense'")]
    [InlineData("train --data data --out x.odr --readout nonsense", "--readout is 'nonsense'")]
    [InlineData("evaluate --model student.odr --data data --split nonsense", "--split is 'nonsense'")]
    [InlineData("distill --data data --teacher teacher.odr --out x.odr --compression 0.5", "--compression is '0.5'")]
    [InlineData("distill --data data --teacher teacher.odr --out x.odr --shape nonsense", "--shape is 'nonsense'")]
    [InlineData("distill --data data --teacher teacher.odr --out x.odr --shape I=4,5 --compression 9", "--shape")]
    [InlineData("run --data data --out x --shape I=4,5", "--shape is 'I=4,5'")]
    [InlineData("experiment shapes --data data --model student.odr", "'--model' is too much")]
    [InlineData("distill --data data --teacher teacher.odr --out x.odr --ce -1", "--ce is '-1'")]
    [InlineData("recommend --model student.odr --session 1 --top 0", "--top is '0'")]
    [InlineData("experiment nonsense --data data --model student.odr", "'nonsense' is no experiment, it must be main")]
    [InlineData("experiment agreement --data data", "'--model' is missing")]
    [InlineData("experiment agreement --model student.odr", "'--data'")]
    [InlineData("shapes", "'--items'")]
    [InlineData("shapes --items 9 --cores 4", "--cores is '4'")]
    [InlineData("shapes --items 2147483647", "--items is '2147483647', it must be a whole number from 1 to 134217728")]
    [InlineData("shapes --items 9 --width 2147483647", "--width is '2147483647', it must be a whole number from 1 to 16384")]
    [InlineData("bench --items 2147483647", "--items is '2147483647', it must be a whole number from 1 to 134217728")]
    [InlineData("shapes --items 9 --compression 0", "--compression is '0'")]
    [InlineData("quantize --to int8 --out x.odr", "'model'")]
    [InlineData("quantize student.odr --out x.odr", "'--to'")]
    [InlineData("quantize student.odr --to int8", "'--out'")]
    [InlineData("quantize student.odr --to int2 --out x.odr", "--to is 'int2'")]
    [InlineData("quantize student.odr --to fp32 --out x.odr", "--to is 'fp32'")]
    public async Task Wrong_usage_is_one_line_that_names_the_word_and_the_help(string arguments, string named)
    {
        string[] words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Outcome outcome = await Odrec.Call(Path.GetTempPath(), words);
        string help = words is [string verb, ..] && HelpTests.AllVerbs.Contains(verb) ? $"odrec {verb} --help" : "odrec --help";
        outcome.Refused(2, named, help);
    }

    [Theory]
    [InlineData("--data")]
    [InlineData("--out")]
    public async Task An_empty_name_is_wrong_usage(string option)
    {
        string data = option == "--data" ? "" : "data", file = option == "--out" ? "" : "x.odr";
        (await Odrec.Call(Path.GetTempPath(), "train", "--data", data, "--out", file)).Refused(2, $"{option} is ''", "odrec train --help");
    }
}
