using OnDeviceRec.Device.Format;
using OnDeviceRec.Device.Tables;
using OnDeviceRec.Models.Encoding;
using OnDeviceRec.Models.Tables;

namespace OnDeviceRec.Models.Tests.Tables;

public sealed class TableShapeTextTests
{
    private static readonly ModelConfiguration Teacher = SmallModels.Configuration(ReadoutKind.SoftAttention, copies: true, logitScale: 3);

    [Theory]
    [InlineData("bits=24", "binary codes of 24 bits", 8)]
    [InlineData("width=4  bits=24", "binary codes of 24 bits", 4)]
    [InlineData("dense width=8", "dense", 8)]
    [InlineData("width=32 dense", "dense", 32)]
    [InlineData("I=5,8 J=4,4 R=6 t=2", "I (5, 8), J (4, 4), R (6), t 2", 16)]
    [InlineData("R=3 J=4,2 I=7,5", "I (7, 5), J (4, 2), R (3), t 1", 8)]
    public void A_shape_is_a_table_and_a_width_and_leaves_the_rest_to_the_teacher(string text, string table, int width)
    {
        Assert.True(TableShapeText.IsShape(text));
        ModelConfiguration student = TableShapeText.Read(text, Teacher).Checked();
        Assert.Equal(table, student.Table.Text);
        Assert.Equal(Teacher with { Encoder = Teacher.Encoder.OfWidth(width), Table = student.Table }, student);
    }

    [Theory]
    [InlineData("I=5,8 J=4,4 R=6 t=2")]
    [InlineData("I=7,5 J=4,2 R=3 t=1")]
    [InlineData("I=4,4,3 J=2,2,2 R=5,6 t=1")]
    public void A_train_is_written_as_it_is_read(string text)
    {
        var shape = TensorTrainItemTable.ShapeOf((PlainTrainShape)TableShapeText.Read(text, Teacher).Table, Teacher.Items);
        Assert.Equal(text, TableShapeText.Write(shape));
    }

    [Theory]
    [InlineData("")]
    [InlineData("dense")]
    [InlineData("width=8")]
    [InlineData("dense=8")]
    [InlineData("dense=1 width=8")]
    [InlineData("dense dense width=8")]
    [InlineData("dense width=8,4")]
    [InlineData("dense width=0")]
    [InlineData("dense width")]
    [InlineData("dense bits=8 width=8")]
    [InlineData("Dense width=8")]
    [InlineData("bits")]
    [InlineData("bits=8 bits=8")]
    [InlineData("bits=8=8")]
    [InlineData("bits=8 t=1")]
    [InlineData("I J=4,4 R=6")]
    [InlineData("I=5,8 J=4,4")]
    public void What_is_no_shape_is_refused(string text)
    {
        Assert.False(TableShapeText.IsShape(text));
        ArgumentException error = Assert.Throws<ArgumentException>(() => TableShapeText.Read(text, Teacher));
        Assert.Contains("'dense width=32'", error.Message, StringComparison.Ordinal);
    }
}
