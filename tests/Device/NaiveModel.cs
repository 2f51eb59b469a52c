namespace OnDeviceRec.Device.Tests;

/// <summary>docs/method.md §1, §2 and §6 word for word, in double, everything anew: what the runtime must agree with.</summary>
internal static class NaiveModel
{
    /// <summary>E [V][d].</summary>
    public static double[][] Table(TestModel model)
    {
        ModelConfiguration c = model.Configuration;
        double[][] table = new double[c.Items][];
        for (int v = 0; v < c.Items; v++)
        {
            table[v] = new double[c.Encoder.Width];
            for (int column = 0; column < c.Encoder.Width; column++)
            {
                table[v][column] = c.Table switch
                {
                    PlainTrainShape train => Entry(model, train, v, column),
                    BinaryCodesShape codes => Entry(model, codes.Bits, v, column),
                    _ => model[TensorRole.ItemTable][(v * c.Encoder.Width) + column],
                };
            }
        }

        return table;
    }

    /// <summary>h·E[v] of all items after a sequence of ids, or ln P(v) where the model copies.</summary>
    public static double[] Scores(TestModel model, int[] items)
    {
        ModelConfiguration c = model.Configuration;
        double[][] x = Encode(model, items);
        double[] h = c.Encoder.Readout == ReadoutKind.Last ? x[^1] : ReadOut(model, x);
        double length = Math.Max(Math.Sqrt(Dot(h, h)), 1e-12);
        double[] z = Scores(Table(model), c.LogitScale > 0 ? Array.ConvertAll(h, value => c.LogitScale * value / length) : h);
        return c.Head == HeadKind.Copy ? Mixture(model, items, z) : z;
    }

    public static double[] Scores(double[][] table, double[] h) => Array.ConvertAll(table, row => Dot(row, h));

    // The last layer's x_l of all positions.
    private static double[][] Encode(TestModel model, int[] items)
    {
        ModelConfiguration c = model.Configuration;
        double[][] table = Table(model);
        int d = c.Encoder.Width, length = items.Length;
        double[][] x = new double[length][];
        for (int l = 0; l < length; l++)
        {
            double[] sum = new double[d];
            for (int i = 0; i < d; i++) sum[i] = table[items[l] - 1][i] + model[TensorRole.Positions][(l * d) + i];
            x[l] = Norm(sum, model[TensorRole.InputGain], model[TensorRole.InputBias], c.Encoder.LayerNormEpsilon);
        }

        for (int layer = 0; layer < c.Encoder.Layers; layer++) x = Layer(model, layer, x);
        return x;
    }

    // ln(g·p_copy(v) + (1 − g)·softmax(z)_v), g = σ(b[T − 1] + w·(1 − D/T)), p_copy(v) = Σ_(l: s_l = v) softmax_l(a[T − 1 − l]).
    private static double[] Mixture(TestModel model, int[] items, double[] z)
    {
        double repeated = 1 - ((double)items.Distinct().Count() / items.Length);
        double gamma = model[TensorRole.CopyLengthBias][items.Length - 1] + (model[TensorRole.CopyRepeatWeight][0] * repeated);
        double[] copied = Softmax([.. items.Select((_, l) => (double)model[TensorRole.CopyRecencyBias][items.Length - 1 - l])]);
        double[] p = Array.ConvertAll(Softmax(z), share => share / (1 + Math.Exp(gamma)));
        for (int l = 0; l < items.Length; l++) p[items[l] - 1] += copied[l] / (1 + Math.Exp(-gamma));
        return Array.ConvertAll(p, Math.Log);
    }

    private static double[] Softmax(double[] x)
    {
        double largest = x.Max(), sum = x.Sum(value => Math.Exp(value - largest));
        return Array.ConvertAll(x, value => Math.Exp(value - largest) / sum);
    }

    // W b_v: the projection's row, its numbers added or subtracted as the code's bits say.
    private static double Entry(TestModel model, int bits, int row, int column)
    {
        int items = model.Configuration.Items;
        float[] projection = model[TensorRole.Core], codes = model[TensorRole.Core, 1];
        return Enumerable.Range(0, bits).Sum(r => (double)projection[(column * bits) + r] * codes[(r * items) + row]);
    }

    // The semi-tensor column (j_1, j_2, .., j_N'·t + c) is the plain (j_1·t + c, j_2, .., j_N'); a product of matrices G_k[:, i_k, j_k, :].
    private static double Entry(TestModel model, PlainTrainShape train, int row, int column)
    {
        int n = train.Cores, t = train.Block;
        int[] i = new int[n], j = new int[n];
        int rest = column;
        for (int k = n - 1; k >= 0; k--)
        {
            (row, i[k]) = Math.DivRem(row, train.Rows[k]);
            int size = k == 0 ? train.Columns[0] / t : k == n - 1 ? train.Columns[k] * t : train.Columns[k];
            (rest, j[k]) = Math.DivRem(rest, size);
        }

        j[0] = (j[0] * t) + (j[n - 1] % t);
        j[n - 1] /= t;
        double[] state = [1];
        for (int k = 0; k < n; k++)
        {
            double[] next = new double[train.Ranks[k + 1]];
            for (int r = 0; r < train.Ranks[k]; r++)
            {
                for (int s = 0; s < next.Length; s++)
                {
                    next[s] += state[r]
                        * model[TensorRole.Core, k][(((((r * train.Rows[k]) + i[k]) * train.Columns[k]) + j[k]) * next.Length) + s];
                }
            }

            state = next;
        }

        return state[0];
    }

    private static double[][] Layer(TestModel model, int layer, double[][] x)
    {
        ModelConfiguration c = model.Configuration;
        int size = c.Encoder.Width / c.Encoder.Heads;
        float epsilon = c.Encoder.LayerNormEpsilon;
        double[][] Map(TensorRole weight, TensorRole bias, double[][] rows) =>
            Array.ConvertAll(rows, row => Linear(model[weight, layer], model[bias, layer], row));
        double[][] query = Map(TensorRole.QueryWeight, TensorRole.QueryBias, x);
        double[][] key = Map(TensorRole.KeyWeight, TensorRole.KeyBias, x);
        double[][] value = Map(TensorRole.ValueWeight, TensorRole.ValueBias, x);
        double[][] context = Array.ConvertAll(x, _ => new double[c.Encoder.Width]);
        for (int l = 0; l < x.Length; l++)
        {
            for (int head = 0; head < c.Encoder.Heads; head++)
            {
                double[] weights = new double[l + 1];
                for (int m = 0; m <= l; m++)
                {
                    for (int i = head * size; i < (head + 1) * size; i++) weights[m] += query[l][i] * key[m][i];
                    weights[m] = Math.Exp(weights[m] / Math.Sqrt(size));
                }

                for (int m = 0; m <= l; m++)
                {
                    for (int i = head * size; i < (head + 1) * size; i++) context[l][i] += weights[m] / weights.Sum() * value[m][i];
                }
            }
        }

        double[][] attended = Map(TensorRole.OutputWeight, TensorRole.OutputBias, context);
        x = Residual(x, attended, model[TensorRole.AttentionGain, layer], model[TensorRole.AttentionBias, layer], epsilon);
        double[][] hidden = Map(TensorRole.ExpandWeight, TensorRole.ExpandBias, x);
        foreach (double[] row in hidden)
        {
            for (int i = 0; i < row.Length; i++) row[i] *= 0.5 * (1 + Erf(row[i] / Math.Sqrt(2)));
        }

        double[][] fed = Map(TensorRole.ContractWeight, TensorRole.ContractBias, hidden);
        return Residual(x, fed, model[TensorRole.FeedForwardGain, layer], model[TensorRole.FeedForwardBias, layer], epsilon);
    }

    private static double[] ReadOut(TestModel model, double[][] x)
    {
        int d = model.Configuration.Encoder.Width;
        double[] mean = new double[d], h = new double[d];
        foreach (double[] row in x)
        {
            for (int i = 0; i < d; i++) mean[i] += row[i] / x.Length;
        }

        double[] shift = Linear(model[TensorRole.ReadoutMeanWeight], new float[d], mean);
        foreach (double[] row in x)
        {
            double[] local = Linear(
                model[TensorRole.ReadoutLocalWeight], model[TensorRole.ReadoutLocalBias], Array.ConvertAll(row, Math.Tanh));
            double a = 0;
            for (int i = 0; i < d; i++) a += model[TensorRole.ReadoutVector][i] / (1 + Math.Exp(-(local[i] + shift[i])));
            for (int i = 0; i < d; i++) h[i] += a * row[i];
        }

        return h;
    }

    private static double[][] Residual(double[][] x, double[][] branch, float[] gain, float[] bias, double epsilon) =>
        [.. x.Zip(branch, (a, b) => Norm([.. a.Zip(b, (p, q) => p + q)], gain, bias, epsilon))];

    private static double[] Linear(float[] weight, float[] bias, double[] x)
    {
        double[] y = new double[bias.Length];
        for (int o = 0; o < y.Length; o++)
        {
            y[o] = bias[o];
            for (int i = 0; i < x.Length; i++) y[o] += weight[(o * x.Length) + i] * x[i];
        }

        return y;
    }

    private static double[] Norm(double[] x, float[] gain, float[] bias, double epsilon)
    {
        double mean = x.Average(), variance = x.Average(v => (v - mean) * (v - mean));
        return [.. x.Select((v, i) => ((v - mean) / Math.Sqrt(variance + epsilon) * gain[i]) + bias[i])];
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (p, q) => p * q).Sum();

    // The Taylor series, alternating, summed until its terms vanish: good to 1e-10 for |x| ≤ 4.
    private static double Erf(double x)
    {
        if (Math.Abs(x) > 4) return Math.Sign(x);
        double sum = 0, power = x;
        for (int n = 0; n < 100; n++)
        {
            sum += power / ((2 * n) + 1);
            power *= -x * x / (n + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }
}
