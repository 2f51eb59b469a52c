using System.Buffers.Binary;

namespace OnDeviceRec.Device.Tests.Format;

/// <summary>Files that are right, checksum and all, but for one lie; each is refused with the place and both values.</summary>
public sealed class CraftedFileTests
{
    private const float Huge = 3e38f;

    private static readonly byte[] Dense = TestModel.Random(Configurations.SmallestDense, 1).Bytes();
    private static readonly byte[] Train = TestModel.Random(Configurations.SmallestTrain, 1).Bytes();
    private static readonly byte[] Half = TestModel.Random(Configurations.SmallestTrain, 1).Bytes(precision: Precision.Fp16);
    private static readonly byte[] Int8 = TestModel.Random(Configurations.SmallestDense, 1).Bytes(precision: Precision.Int8);
    private static readonly byte[] Int4 = TestModel.Random(Configurations.SmallestDense, 1).Bytes(precision: Precision.Int4);
    private static readonly byte[] Codes = TestModel.Random(Configurations.SmallestCodes, 1).Bytes();
    private static readonly byte[] LikeCodes = OfTrain(new PlainTrainShape([1, 3], [2, 1], [9]));
    private static readonly byte[] ThreeCores = OfTrain(new PlainTrainShape([1, 1, 3], [1, 2, 1], [3, 9]));
    private static readonly byte[] Copying = TestModel.Random(Configurations.SmallestCopying, 1).Bytes();
    private static readonly byte[] CopyingInt8 = TestModel.Random(Configurations.SmallestCopying, 1).Bytes(precision: Precision.Int8);
    private static readonly byte[] WithIds = TestModel.Random(Configurations.SmallestDense, 1).Bytes(Ids());

    // Two panels of items and nothing behind them, in every precision; and a table of 80 lines in int4.
    private static readonly Dictionary<Precision, byte[]> WholePanels = Enum.GetValues<Precision>().ToDictionary(
        precision => precision,
        precision => TestModel.Random(Configurations.Tiny(32, 2, 2, 2), 1).Bytes(precision: precision));

    private static readonly byte[] WideInt4 = TestModel.Random(Configurations.Tiny(3, 80, 2, 2), 1).Bytes(precision: Precision.Int4);

    private static readonly byte[] WithTraining = TestModel.Random(Configurations.SmallestDense, 1).Bytes(training: Training());
    private static readonly byte[] WithBoth = TestModel.Random(Configurations.SmallestDense, 1).Bytes(Ids(), training: Training());

    // Bytes of a scale for each of 80 columns, filled up to 64.
    private const int ScalesOfWide = 320;

    // Section 1 is the table's, 2 its core 1 or the positions; 21 is the ids', the training's or the first of the copy head's.
    private static readonly Dictionary<string, (byte[] File, Action<byte[]> Change, string Part)> Crafted = new()
    {
        ["an older version"] = (Dense, Word(FileParts.Version, 3), "format version 3; this runtime reads version 4"),
        ["a newer version"] = (Dense, Word(FileParts.Version, 5), "format version 5; this runtime reads version 4"),
        ["the newest version"] = (Dense, Word(FileParts.Version, uint.MaxValue), "format version 4294967295"),
        ["no length"] = (Dense, Long(FileParts.FileLength, 0), "says that it has 0 bytes; 24 to 2147483527 are possible"),
        ["a length below the header's"] = (Dense, Long(FileParts.FileLength, 23), "says that it has 23 bytes"),
        ["a length above an array's"] = (Dense, Long(FileParts.FileLength, 2147483528), "says that it has 2147483528 bytes"),
        ["a length of a header alone"] = (Dense, Long(FileParts.FileLength, 24), "The file goes on after its 24 bytes."),
        ["the largest length"] = (Dense, Long(FileParts.FileLength, 2147483527), "The file ends after 2504 of its 2147483527 bytes."),
        ["a length without end"] = (Dense, Long(FileParts.FileLength, ulong.MaxValue), "says that it has 18446744073709551615 bytes"),
        ["a byte less than it says"] = (Dense, f => Put(f, FileParts.FileLength, (ulong)f.Length + 1), "The file ends after"),
        ["a byte more than it says"] = (Dense, f => Put(f, FileParts.FileLength, (ulong)f.Length - 1), "The file goes on after"),

        ["sections without end"] = (Dense, Word(FileParts.Count, uint.MaxValue), "4294967295 sections"),
        ["more sections than fit"] = (Dense, f => Put(f, FileParts.Count, ((uint)f.Length - 24) / 24 + 1), "have no room for their table"),
        ["as many sections as fit"] = (
            Dense, f => Put(f, FileParts.Count, ((uint)f.Length - 24) / 24), "Section 0 (Configuration): offset"),
        ["no sections"] = (Dense, Word(FileParts.Count, 0), "0 sections"),
        ["a section less"] = (Dense, Word(FileParts.Count, 20), "Section 0 (Configuration): offset 576, expected 512"),
        ["a section more"] = (Dense, Word(FileParts.Count, 22), "The file has 2504 bytes, its sections ask for 2600"),
        ["another first section"] = (Dense, Word(FileParts.Entry(0, FileParts.Type), 7), "Section 0 (Configuration): type 7, expected 1"),
        ["a configuration of numbers"] = (
            Dense, Word(FileParts.Entry(0, FileParts.Element), 1), "Section 0 (Configuration): element type 1, expected 0"),
        ["a configuration elsewhere"] = (
            Dense, Long(FileParts.Entry(0, FileParts.Offset), 0), "Section 0 (Configuration): offset 0, expected 576"),
        ["a configuration of a word more"] = (
            Dense, Long(FileParts.Entry(0, FileParts.Length), 156), "Section 0 (Configuration): length 156, expected 152"),
        ["a configuration of version 2"] = (
            Dense, Long(FileParts.Entry(0, FileParts.Length), 144), "Section 0 (Configuration): length 144, expected 152"),
        ["overlapping sections"] = (
            Dense,
            f => Put(f, FileParts.Entry(2, FileParts.Offset), (ulong)FileParts.Start(f, 1)),
            "Section 2 (Tensor Positions, index 0): offset 768, expected"),
        ["an offset without end"] = (Dense, Long(FileParts.Entry(1, FileParts.Offset), ulong.MaxValue), "offset 18446744073709551615"),
        ["a length of a section without end"] = (
            Dense, Long(FileParts.Entry(1, FileParts.Length), ulong.MaxValue), "length 18446744073709551615"),
        ["a section of no bytes"] = (Dense, Long(FileParts.Entry(1, FileParts.Length), 0), "length 0, expected 128"),
        ["a matrix of another precision"] = (Dense, Word(FileParts.Entry(1, FileParts.Element), 2), "element type 2, expected 1"),
        ["a vector of another precision"] = (
            Int8,
            f => Put(f, FileParts.Entry(FileParts.SectionOf(f, TensorRole.InputGain), FileParts.Element), 3u),
            "element type 3, expected 1"),
        ["a tensor twice"] = (Dense, Word(FileParts.Entry(2, FileParts.Type), (uint)TensorRole.ItemTable), "type 2, expected 16"),
        ["a core of another number"] = (Train, Word(FileParts.Entry(2, FileParts.Type), (uint)TensorRole.Core), "type 3, expected 65539"),
        ["a copy head's tensor twice"] = (
            Copying,
            Word(FileParts.Entry(22, FileParts.Type), (uint)TensorRole.CopyRecencyBias),
            "Section 22 (Tensor CopyLengthBias, index 0): type 80, expected 81"),
        ["a copy head of another layer"] = (
            Copying, Word(FileParts.Entry(22, FileParts.Type), (uint)TensorRole.CopyLengthBias | (1 << 16)), "type 65617, expected 81"),
        ["ages of one more"] = (
            Copying,
            Long(FileParts.Entry(21, FileParts.Length), 12),
            "Section 21 (Tensor CopyRecencyBias, index 0): length 12, expected 8"),
        ["a gate for every number of h"] = (
            Copying, Long(FileParts.Entry(23, FileParts.Length), 8), "Section 23 (Tensor CopyRepeatWeight, index 0): length 8, expected 4"),
        ["a gate as a matrix"] = (
            CopyingInt8,
            Word(FileParts.Entry(22, FileParts.Element), 3),
            "Section 22 (Tensor CopyLengthBias, index 0): element type 3, expected 1"),
        ["a gate where the ages are"] = (
            Copying,
            f => Put(f, FileParts.Entry(22, FileParts.Offset), (ulong)FileParts.Start(f, 21)),
            "Section 22 (Tensor CopyLengthBias, index 0): offset"),
        ["something before the gate"] = (Copying, f => f[FileParts.Start(f, 22) - 1] = 1, "before section 22 is 1, expected 0"),
        ["something before the first section"] = (Dense, f => f[FileParts.Start(f, 0) - 1] = 1, "before section 0 is 1, expected 0"),
        ["something behind the section table"] = (
            Dense, f => f[FileParts.TableEnd(f)] = 1, "Byte 528 before section 0 is 1, expected 0."),
        ["something at the end of the space behind the section table"] = (
            Dense, f => f[575] = 1, "Byte 575 before section 0 is 1, expected 0."),
        ["something between sections"] = (Dense, f => f[FileParts.Start(f, 1) - 1] = 1, "before section 1 is 1, expected 0"),
        ["something before the ids"] = (WithIds, f => f[FileParts.Start(f, 21) - 1] = 1, "before section 21 is 1, expected 0"),
        ["ids of no bytes"] = (WithIds, Long(FileParts.Entry(21, FileParts.Length), 0), "Section 21 (Catalog ids): length 0"),
        ["ids without end"] = (
            WithIds, Long(FileParts.Entry(21, FileParts.Length), ulong.MaxValue), "Section 21 (Catalog ids): length 18446744073709551615"),
        ["ids as long as the file"] = (
            WithIds, f => Put(f, FileParts.Entry(21, FileParts.Length), (ulong)f.Length), "its sections ask for"),
        ["ids of a byte less"] = (WithIds, Long(FileParts.Entry(21, FileParts.Length), 33), "its sections ask for"),
        ["ids that are none"] = (WithIds, f => Put(f, FileParts.Start(f, 21), 9u), "Catalog ids: no kind of ids has the code 9"),

        ["ids where the training is"] = (
            WithTraining, Word(FileParts.Entry(21, FileParts.Type), 4), "Section 21 (Catalog ids): element type 7, expected 4"),
        ["a section of no known type behind"] = (
            WithTraining, Word(FileParts.Entry(21, FileParts.Type), 6), "Section 21 (Training): type 6, expected 5"),
        ["a section of no known type behind the ids"] = (
            WithBoth, Word(FileParts.Entry(22, FileParts.Type), 4), "Section 22 (Training): type 4, expected 5"),
        ["a training record before the ids"] = (
            WithBoth, Word(FileParts.Entry(21, FileParts.Type), 5), "The file has 23 sections, 22 are known."),
        ["a training record of numbers"] = (
            WithTraining, Word(FileParts.Entry(21, FileParts.Element), 1), "Section 21 (Training): element type 1, expected 7"),
        ["a training record elsewhere"] = (
            WithTraining, Long(FileParts.Entry(21, FileParts.Offset), 0), "Section 21 (Training): offset 0, expected"),
        ["a training record of a byte more"] = (
            WithTraining, Long(FileParts.Entry(21, FileParts.Length), 41), "Section 21 (Training): length 41, expected 40"),
        ["three sections behind the tensors"] = (
            WithBoth, Word(FileParts.Count, 24), "Section 0 (Configuration): offset 576, expected 640"),
        ["something before the training record"] = (
            WithTraining, f => f[FileParts.Start(f, 21) - 1] = 1, "before section 21 is 1, expected 0"),

        ["items without end"] = (Dense, Configured(0, uint.MaxValue), "items -1 is not within 1..134217728"),
        ["no items"] = (Dense, Configured(0, 0), "items 0 is not"),
        ["more items"] = (Dense, Configured(0, 1 << 27), "its sections ask for"),
        ["fewer items"] = (WithIds, Configured(0, 2), "there are numbers behind column 2"),
        ["a width without end"] = (Dense, Configured(1, int.MaxValue), "width 2147483647 is not within 1..16384"),
        ["an inner width of none"] = (Dense, Configured(2, 0), "inner width 0"),
        ["no heads"] = (Dense, Configured(3, 0), "heads 0"),
        ["more heads than d"] = (Dense, Configured(3, 3), "heads 3 is not within 1..2"),
        ["more layers"] = (Dense, Configured(4, 64), "The file has 21 sections, its configuration asks for 1029, and at most 2 more"),
        ["layers without end"] = (Dense, Configured(4, 1 << 30), "layers 1073741824"),
        ["a longer window"] = (Dense, Configured(5, 4096), "its sections ask for"),
        ["a window without end"] = (Dense, Configured(5, 4097), "maximum length 4097"),
        ["another readout"] = (Dense, Configured(6, 9), "no readout has the code 9"),
        ["another table"] = (Dense, Configured(7, 3), "no item table has the code 3"),
        ["ε of zero"] = (Dense, Configured(8, 0), "epsilon 0"),
        ["ε below zero"] = (Dense, Configured(8, 0xBF800000), "epsilon -1"),
        ["ε that is no number"] = (Dense, Configured(8, 0x7FC00000), "epsilon NaN"),
        ["cores of a dense table"] = (Dense, Configured(9, 2), "Configuration: word 9 is 2, expected 0."),
        ["a block of a dense table"] = (Dense, Configured(10, 1), "Configuration: word 10 is 1, expected 0."),
        ["a train of one core"] = (Train, Configured(9, 1), "1 cores"),
        ["a train of nine cores"] = (Train, Configured(9, 9), "9 cores"),
        ["a train of cores without end"] = (Train, Configured(9, uint.MaxValue), "-1 cores"),
        ["no block"] = (Train, Configured(10, 0), "block 0 does not divide J_1 = 2"),
        ["a block that divides nothing"] = (Train, Configured(10, 3), "block 3 does not divide J_1 = 2"),
        ["no precision"] = (Dense, Configured(11, 0), "no precision has the code 0"),
        ["a precision that is ids"] = (Dense, Configured(11, 4), "no precision has the code 4"),
        ["a precision that nothing has"] = (Dense, Configured(11, 5), "no precision has the code 5"),
        ["a precision too many"] = (Dense, Configured(11, 7), "no precision has the code 7"),
        ["four bits for eight"] = (Int8, Configured(11, 6), "Section 1 (Tensor ItemTable, index 0): element type 3, expected 6"),
        ["another precision"] = (Dense, Configured(11, 3), "Section 1 (Tensor ItemTable, index 0): element type 1, expected 3"),
        ["a head too many"] = (Dense, Configured(12, 2), "no head has the code 2"),
        ["a head without end"] = (Dense, Configured(12, uint.MaxValue), "no head has the code -1"),
        ["a copy head without its tensors"] = (
            Dense, Configured(12, 1), "The file has 21 sections, its configuration asks for 24, and at most 2 more"),
        ["tensors of a copy head without one"] = (
            Copying, Configured(12, 0), "The file has 24 sections, its configuration asks for 21, and at most 2 more"),
        ["a length of h below zero"] = (Dense, Configured(13, 0xBF800000), "logit scale -1 is not 0 or a positive number"),
        ["a length of h that is no number"] = (Dense, Configured(13, 0x7FC00000), "logit scale NaN"),
        ["a length of h without end"] = (Copying, Configured(13, 0x7F800000), "logit scale Infinity"),
        ["a row factor of a dense table"] = (Dense, Configured(14, 1), "word 14 is 1, expected 0"),
        ["a row factor too many"] = (Train, Configured(16, 1), "word 16 is 1, expected 0"),
        ["a column factor too many"] = (Train, Configured(29, 1), "word 29 is 1, expected 0"),
        ["a rank too many"] = (Train, Configured(31, 1), "word 31 is 1, expected 0"),
        ["no row factor"] = (Train, Configured(15, 0), "core 1 has I = 0"),
        ["a row factor below zero"] = (Train, Configured(14, 0x80000000), "core 0 has I = -2147483648"),
        ["no column factor"] = (Train, Configured(23, 0), "J = 0"),
        ["no rank"] = (Train, Configured(30, 0), "rank 0"),
        ["a rank without end"] = (Train, Configured(30, int.MaxValue), "core 0 has 8589934588 numbers"),
        ["row factors without end"] = (Train, Configured(14, int.MaxValue), "core 0 has"),
        ["a state without end"] = (Train, Configured(14, 1 << 26), "numbers go into core 1, at most 16777216 are allowed"),
        ["columns of another width"] = (Train, Configured(23, 2), "columns multiply to 4, the width is 2"),
        ["fewer cells than items"] = (Train, Configured(14, 1), "2 cells for 3 items"),
        ["no cores of binary codes"] = (Codes, Configured(9, 0), "Configuration: word 9 is 0, expected 2."),
        ["three cores of binary codes"] = (Codes, Configured(9, 3), "Configuration: word 9 is 3, expected 2."),
        ["cores of binary codes without end"] = (Codes, Configured(9, uint.MaxValue), "Configuration: word 9 is 4294967295, expected 2."),
        ["no block of binary codes"] = (Codes, Configured(10, 0), "Configuration: word 10 is 0, expected 1."),
        ["a block of binary codes"] = (Codes, Configured(10, 2), "Configuration: word 10 is 2, expected 1."),
        ["items in the projection"] = (Codes, Configured(14, 3), "Configuration: word 14 is 3, expected 1."),
        ["fewer codes than items"] = (Codes, Configured(15, 2), "Configuration: word 15 is 2, expected 3."),
        ["more codes than items"] = (Codes, Configured(15, 4), "Configuration: word 15 is 4, expected 3."),
        ["codes without end"] = (Codes, Configured(15, 0x80000000), "Configuration: word 15 is 2147483648, expected 3."),
        ["a grid of codes"] = (Codes, Configured(14, 2) + Configured(15, 2), "Configuration: word 14 is 2, expected 1."),
        ["a third row factor of codes"] = (Codes, Configured(16, 1), "Configuration: word 16 is 1, expected 0."),
        ["a projection of another width"] = (Codes, Configured(22, 1), "Configuration: word 22 is 1, expected 2."),
        ["columns in the codes"] = (Codes, Configured(23, 2), "Configuration: word 23 is 2, expected 1."),
        ["columns in the codes alone"] = (Codes, Configured(22, 1) + Configured(23, 2), "Configuration: word 22 is 1, expected 2."),
        ["a third column factor of codes"] = (Codes, Configured(24, 1), "Configuration: word 24 is 1, expected 0."),
        ["codes of no bits"] = (Codes, Configured(30, 0), "Configuration: Binary codes: 0 bits; at least 1 is needed."),
        ["codes of bits below zero"] = (Codes, Configured(30, uint.MaxValue), "Configuration: Binary codes: -1 bits"),
        ["codes of bits without end"] = (
            Codes, Configured(30, int.MaxValue), "a projection of 4294967294 numbers; at most 16777216 are allowed"),
        ["codes of a byte more"] = (Codes, Configured(30, 17), "its sections ask for"),
        ["a second rank of codes"] = (Codes, Configured(31, 1), "Configuration: word 31 is 1, expected 0."),
        ["codes of fewer items"] = (Codes, Configured(0, 2), "Configuration: word 15 is 3, expected 2."),
        ["codes of another width"] = (Codes, Configured(1, 1), "Configuration: word 22 is 2, expected 1."),
        ["codes that are said to be a train"] = (Codes, Configured(7, 1), "The file has 2568 bytes, its sections ask for 3080"),
        ["a train that is said to be codes"] = (Train, Configured(7, 2), "Configuration: word 10 is 2, expected 1."),
        ["a train of three cores that is said to be codes"] = (ThreeCores, Configured(7, 2), "Configuration: word 9 is 3, expected 2."),
        ["a train of a code's sizes that is said to be codes"] = (
            LikeCodes, Configured(7, 2), "The file has 3080 bytes, its sections ask for 2568"),
        ["codes that are said to be dense"] = (Codes, Configured(7, 0), "Configuration: word 9 is 2, expected 0."),
        ["a dense table that is said to be codes"] = (Dense, Configured(7, 2), "Configuration: Binary codes: 0 bits"),

        ["NaN in fp32"] = (Dense, Number(TensorRole.ItemTable, 0, float.NaN), "Tensor ItemTable, index 0: number 0 is NaN"),
        ["infinity in fp32"] = (
            Dense, Number(TensorRole.ItemTable, 17, float.NegativeInfinity), "Tensor ItemTable, index 0: number 17 is -Infinity"),
        ["NaN in a vector"] = (Int8, Number(TensorRole.AttentionBias, 1, float.NaN), "Tensor AttentionBias, index 0: number 1 is NaN"),
        ["an age of infinity"] = (
            Copying,
            Number(TensorRole.CopyRecencyBias, 1, float.PositiveInfinity),
            "Tensor CopyRecencyBias, index 0: number 1 is Infinity"),
        ["NaN in an age"] = (
            CopyingInt8, Number(TensorRole.CopyRecencyBias, 0, float.NaN), "Tensor CopyRecencyBias, index 0: number 0 is NaN"),
        ["a gate that is shut for good"] = (
            Copying,
            Number(TensorRole.CopyRepeatWeight, 0, float.NegativeInfinity),
            "Tensor CopyRepeatWeight, index 0: number 0 is -Infinity"),
        ["NaN in fp16"] = (Half, Bytes(TensorRole.Core, 2, 0x00, 0xFE), "Tensor Core, index 0: number 1 is NaN"),
        ["infinity in fp16"] = (Half, Bytes(TensorRole.QueryWeight, 32, 0x00, 0x7C), "Tensor QueryWeight, index 0: number 16 is Infinity"),
        ["NaN among halves that are none"] = (
            WholePanels[Precision.Fp16], Bytes(TensorRole.ItemTable, 2 * 37, 0x01, 0x7E), "Tensor ItemTable, index 0: number 37 is NaN"),
        ["-128 as the first number"] = (Int8, Bytes(TensorRole.ItemTable, 64, 0x80), "Tensor ItemTable, index 0: number 0 is -128"),
        ["-128 in int8"] = (Int8, Bytes(TensorRole.ItemTable, 64 + 16, 0x80), "Tensor ItemTable, index 0: number 16 is -128"),
        ["a scale of NaN"] = (Int8, Number(TensorRole.ItemTable, 2, float.NaN), "Tensor ItemTable, index 0: scale 2 of 3 is NaN"),
        ["a scale of infinity"] = (Int8, Number(TensorRole.ItemTable, 0, float.PositiveInfinity), "scale 0 of 3 is Infinity"),
        ["a scale below zero"] = (Int8, Number(TensorRole.KeyWeight, 1, -0.01f), "Tensor KeyWeight, index 0: scale 1 of 2 is -0.01"),
        ["a scale beyond fp32"] = (Int8, Number(TensorRole.KeyWeight, 1, Huge), "Tensor KeyWeight, index 0: scale 1 of 2 is 3E+38"),
        ["a scale behind the last row"] = (Int8, Number(TensorRole.ItemTable, 3, 1), "scale 3 of 3 is 1"),
        ["a zero with a sign behind the last row"] = (Int8, Number(TensorRole.ItemTable, 15, -0f), "scale 15 of 3 is -0"),
        ["-8 in int4"] = (
            Int4, Bytes(TensorRole.ItemTable, 64 + 8 + 1, 0x08), "Tensor ItemTable, index 0: number 17 is -8, expected -7..7"),
        ["-8 as the first number"] = (Int4, Bytes(TensorRole.ItemTable, 64, 0x08), "Tensor ItemTable, index 0: number 0 is -8"),
        ["-8 behind many lines"] = (
            WideInt4, Bytes(TensorRole.ItemTable, ScalesOfWide + (8 * 70), 0x08), "number 1120 is -8"),
        ["int4 behind the last column behind many lines"] = (
            WideInt4, Bytes(TensorRole.ItemTable, ScalesOfWide + (8 * 70) + 3, 1), "there are numbers behind column 3"),
        ["-8 in the high half"] = (Int4, Bytes(TensorRole.ItemTable, 64 + 8 + 1, 0x80), "Tensor ItemTable, index 0: number 25 is -8"),
        ["an int4 scale of NaN"] = (Int4, Number(TensorRole.ItemTable, 1, float.NaN), "Tensor ItemTable, index 0: scale 1 of 2 is NaN"),
        ["an int4 scale below zero"] = (Int4, Number(TensorRole.ItemTable, 0, -1), "scale 0 of 2 is -1"),
        ["an int4 scale beyond fp32"] = (Int4, Number(TensorRole.ItemTable, 0, 5e37f), "scale 0 of 2 is 5E+37"),
        ["an int4 scale behind the last row"] = (Int4, Number(TensorRole.ItemTable, 2, 1), "scale 2 of 2 is 1"),
        ["an int4 zero with a sign behind the last row"] = (Int4, Number(TensorRole.ItemTable, 15, -0f), "scale 15 of 2 is -0"),
        ["int4 behind the last column"] = (Int4, Bytes(TensorRole.ItemTable, 64 + 3, 1), "there are numbers behind column 3"),
        ["a bit behind the last row"] = (
            Codes, f => f[FileParts.Start(f, 2) + 16] = 2, "Tensor Core, index 1: there are bits behind row 9"),
        ["a bit behind the last column"] = (
            Codes, f => f[FileParts.Start(f, 2) + 3] = 1, "Tensor Core, index 1: there are numbers behind column 3"),
        ["codes that are said to be numbers"] = (
            Codes, Word(FileParts.Entry(2, FileParts.Element), 1), "Section 2 (Tensor Core, index 1): element type 1, expected 5"),
        ["int4 in the last high half"] = (Int4, Bytes(TensorRole.ItemTable, 64 + 15, 0x10), "there are numbers behind column 3"),
        ["fp32 behind the last column"] = (Dense, Number(TensorRole.ItemTable, 3, 1), "there are numbers behind column 3"),
        ["fp32 behind the last column of the last row"] = (
            Dense, Number(TensorRole.ItemTable, 31, 1e-40f), "there are numbers behind column 3"),
        ["a zero with a sign behind the last column"] = (Dense, Number(TensorRole.ItemTable, 4, -0f), "there are numbers behind column 3"),
        ["fp16 behind the last column"] = (Half, Bytes(TensorRole.Core, 2 * 31, 1), "there are numbers behind column 4"),
        ["int8 behind the last column"] = (Int8, Bytes(TensorRole.ItemTable, 64 + 31, 1), "there are numbers behind column 3"),
    };

    public static TheoryData<string> Names => [.. Crafted.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_crafted_file_is_refused_with_the_place(string name)
    {
        (byte[] file, Action<byte[]> change, string part) = Crafted[name];
        byte[] bytes = [.. file];
        change(bytes);
        Assert.Contains(part, HostileFile.Refusal(FileParts.Sign(bytes)));
    }

    [Fact]
    public void The_files_are_models_before() => Assert.All(
        (byte[][])[Dense, Train, Half, Int8, Int4, Codes, LikeCodes, ThreeCores, Copying, CopyingInt8, WithIds, WithTraining, WithBoth],
        file => Assert.Null(HostileFile.Refusal(file)));

    [Fact]
    public void Panels_that_nothing_is_missing_from_have_no_padding_to_be_zero() =>
        Assert.All(WholePanels.Values.Append(WideInt4), file => Assert.Null(HostileFile.Refusal(file)));

    [Fact]
    public void A_scale_of_zero_is_one()
    {
        TestModel model = TestModel.Random(Configurations.SmallestDense, 1);
        model[TensorRole.ItemTable] = new float[6];
        Assert.Null(HostileFile.Refusal(model.Bytes(precision: Precision.Int8)));
    }

    // 21 sections and their table, 576 bytes, and 152 of the configuration.
    [Theory]
    [InlineData(727, "The file ends after 727 of its 728 bytes.")]
    [InlineData(728, "The file has 728 bytes, its sections ask for 2504.")]
    public void A_file_that_ends_in_its_configuration_or_behind_it_is_refused(int length, string message)
    {
        byte[] bytes = Dense[..length];
        Put(bytes, FileParts.FileLength, (ulong)length);
        Assert.Equal(message, HostileFile.Refusal(FileParts.Sign(bytes)));
    }

    [Theory]
    [InlineData(false, 32, 11u, "Training: 11 of 10 sequences.")]
    [InlineData(true, 32, uint.MaxValue, "Training: -1 of 10 sequences.")]
    [InlineData(false, 36, 0x80000000u, "Training: 9 of -2147483648 sequences.")]
    public void A_training_record_that_cannot_be_is_refused_by_who_asks_for_it(bool hasIds, int at, uint value, string message)
    {
        byte[] bytes = [.. hasIds ? WithBoth : WithTraining];
        Put(bytes, FileParts.Start(bytes, hasIds ? 22 : 21) + at, value);
        Assert.Null(HostileFile.Refusal(FileParts.Sign(bytes)));
        ModelFile file = ModelFile.Parse(bytes);
        Assert.Equal(message, Assert.Throws<ModelFormatException>(() => file.Training).Message);
    }

    [Fact]
    public void Other_files_and_bytes_behind_the_end_are_refused()
    {
        Assert.Contains("ODRM", HostileFile.Refusal("{ \"json\": 1 }"u8.ToArray()));
        Assert.Contains("ODRM", HostileFile.Refusal([]));
        Assert.Contains("ends after 4 of its 24 bytes", HostileFile.Refusal("ODRM"u8.ToArray()));
        Assert.Contains("goes on", HostileFile.Refusal([.. Train, 0]));
        Assert.Contains("goes on", HostileFile.Refusal([.. Train, .. Train]));
        byte[] changed = [.. Train];
        changed[^1] ^= 1;
        Assert.Contains("checksum", HostileFile.Refusal(changed));
    }

    [Fact]
    public void Numbers_that_overflow_are_a_model_whose_scores_are_refused()
    {
        byte[] bytes = [.. Int8];
        for (int row = 0; row < 3; row++) Number(TensorRole.ItemTable, row, 2e36f)(bytes);
        Number(TensorRole.FeedForwardGain, 0, 1e30f)(bytes);
        Assert.Null(HostileFile.Refusal(FileParts.Sign(bytes)));
        DeviceModel model = DeviceModel.Load(bytes);
        Assert.Throws<NonFiniteScoreException>(() => model.Recommend(Histories.Of(model, 1), new int[1], new float[1]));
    }

    private static byte[] OfTrain(PlainTrainShape shape) => TestModel.Random(Configurations.Tiny(3, 2, 2, 2, shape), 1).Bytes();

    private static CatalogIds Ids() => ItemIds.Of(["pear", "peach", "apple"]);

    private static TrainingRecord Training() => new(new byte[32], 9, 10);

    private static Action<byte[]> Word(int at, uint value) => file => Put(file, at, value);

    private static Action<byte[]> Long(int at, ulong value) => file => Put(file, at, value);

    private static Action<byte[]> Configured(int word, uint value) => file => Put(file, FileParts.Word(file, word), value);

    private static Action<byte[]> Number(TensorRole role, int number, float value) =>
        file => BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(FileParts.Start(file, role) + (4 * number)), value);

    private static Action<byte[]> Bytes(TensorRole role, int at, params byte[] values) =>
        file => values.CopyTo(file, FileParts.Start(file, role) + at);

    private static void Put(byte[] file, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);

    private static void Put(byte[] file, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), value);
}
