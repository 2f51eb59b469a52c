namespace OnDeviceRec.Evaluation.Tests;

public class MarkdownTablesTests
{
    private static readonly EvaluationResult First = Results.Of([0, 9], [1, Results.Missed]), Second = Results.Of([4, 4], [4, 4]);

    [Fact]
    public void Models_are_rows_and_metrics_columns_in_percent() => Assert.Equal(
        """
        | model | HR@5 | HR@10 | HR@20 | MRR@5 | MRR@10 | MRR@20 | NDCG@5 | NDCG@10 | NDCG@20 |
        |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
        | POP | 50.00 | 75.00 | 75.00 | 37.50 | 40.00 | 40.00 | 40.77 | 48.00 | 48.00 |
        | a\|b | 100.00 | 100.00 | 100.00 | 20.00 | 20.00 | 20.00 | 38.69 | 38.69 | 38.69 |

        """.ReplaceLineEndings("\n"),
        MarkdownTables.Models(("POP", First), ("a|b", Second)));

    [Fact]
    public void Slices_are_rows_with_their_share_and_each_model_s_metrics() => Assert.Equal(
        """
        | slice | share | examples | POP HR@20 | POP MRR@20 | S-POP HR@20 | S-POP MRR@20 |
        |---|--:|--:|--:|--:|--:|--:|
        | repeat | 50.00 | 2 | 50.00 | 5.00 | 100.00 | 20.00 |
        | new | 50.00 | 2 | 100.00 | 75.00 | 100.00 | 20.00 |
        | head | 50.00 | 2 | 50.00 | 5.00 | 100.00 | 20.00 |
        | tail | 50.00 | 2 | 100.00 | 75.00 | 100.00 | 20.00 |
        | prefix 1 | 50.00 | 2 | 100.00 | 75.00 | 100.00 | 20.00 |
        | prefix 2-3 | 50.00 | 2 | 50.00 | 5.00 | 100.00 | 20.00 |

        """.ReplaceLineEndings("\n"),
        MarkdownTables.Slices(("POP", First), ("S-POP", Second)));

    [Fact]
    public void Results_that_cannot_be_compared_are_refused()
    {
        Assert.Throws<ArgumentException>(() => MarkdownTables.Models());
        Assert.Throws<ArgumentException>(() => MarkdownTables.Slices(("a", First), ("b", Results.Of([0]))));
    }
}
