namespace OnDeviceRec.Kernels.Tests;

public class SigmoidScoreTests
{
    [Fact]
    public void Worked_values_hold()
    {
        // σ(ln 3) = 0.75, σ(0) = 0.5.
        float log3 = MathF.Log(3f);
        Rows.AssertClose(4 * 0.75 + 2 * 0.5, Sigmoid.Score([log3 - 1f, 2f], [1f, -2f], [4f, 2f]), 1e-6);
        float[] du = [1f, 1f], dv = [2f, 2f], dw = [3f, 3f];
        Sigmoid.ScoreBackward([log3 - 1f, 2f], [1f, -2f], [4f, 2f], 2f, du, dv, dw);
        Rows.AssertClose([1 + 1.5, 1 + 1], du, 1e-6);
        Rows.AssertClose([2 + 1.5, 2 + 1], dv, 1e-6);
        Rows.AssertClose([3 + 1.5, 3 + 1], dw, 1e-6);
    }

    [Fact]
    public void Agrees_with_the_reference_at_every_length_backward_by_differences()
    {
        const double Step = 1e-5;
        const float Slope = 0.7f;
        foreach (int n in Rows.Lengths)
        {
            float[] u = Rows.Uniform(n, 1), v = Rows.Uniform(n, 2), w = Rows.Uniform(n, 3);
            float[] du = Rows.Uniform(n, 4), dv = Rows.Uniform(n, 5), dw = Rows.Uniform(n, 6);
            double[] wideU = Rows.Widen(u), wideV = Rows.Widen(v), wideW = Rows.Widen(w);
            double[] expectedU = Rows.Widen(du), expectedV = Rows.Widen(dv), expectedW = Rows.Widen(dw);
            // Each term depends on its own values alone.
            for (int i = 0; i < n; i++)
            {
                double slopeOfSum = (Term(wideU[i] + Step, wideW[i]) - Term(wideU[i] - Step, wideW[i])) / (2 * Step);
                expectedU[i] += Slope * slopeOfSum;
                expectedV[i] += Slope * slopeOfSum;
                expectedW[i] += Slope * Term(wideU[i], 1);
                double Term(double at, double weight) => Sigmoid.ScoreReference<double>([at], [wideV[i]], [weight]);
            }

            Rows.AssertClose(Sigmoid.ScoreReference<double>(wideU, wideV, wideW), Sigmoid.Score(u, v, w), 5e-6);
            Sigmoid.ScoreBackward(u, v, w, Slope, du, dv, dw);
            Rows.AssertClose(expectedU, du, 1e-6);
            Rows.AssertClose(expectedV, dv, 1e-6);
            Rows.AssertClose(expectedW, dw, 1e-6);
        }
    }

    [Fact]
    public void Stays_inside_its_spans_at_every_length()
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Guard pages are set up with mmap and mprotect, on Linux only.");
        for (int n = 0; n <= 64; n++)
        {
            using GuardedMemory memory = new();
            Span<float> u = memory.Floats(n), v = memory.Floats(n), w = memory.Floats(n);
            Sigmoid.ScoreBackward(u, v, w, Sigmoid.Score(u, v, w), memory.Floats(n), memory.Floats(n), memory.Floats(n));
            Assert.False(w.ContainsAnyExceptInRange(-1e6f, 1e6f));
        }
    }
}
