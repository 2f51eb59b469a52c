namespace OnDeviceRec.Kernels.Tests;

public class AdamStepTests
{
    [Fact]
    public void The_first_step_moves_by_the_rate_against_the_gradient_and_zeroes_it()
    {
        float[] p = [1f, 1f], g = [0.5f, -3f], m = new float[2], v = new float[2];
        AdamStep.Run(p, g, m, v, 0.1f, 0.9f, 0.999f, 1e-8f, 1f - 0.9f, 1f - 0.999f, 0f);
        Rows.AssertClose([0.9, 1.1], p, 1e-6);
        Rows.AssertClose([0.05, -0.3], m, 1e-7);

        // 1 - 0.999f is 1.3e-5 away from 0.001, relative to itself.
        Rows.AssertClose([0.00025, 0.009], v, 2e-7);
        Assert.Equal([0, 0], g);
    }

    [Fact]
    public void A_zero_gradient_only_decays()
    {
        float[] p = [2f], g = [0f], m = [0f], v = [0f];
        AdamStep.Run(p, g, m, v, 0.1f, 0.9f, 0.999f, 1e-8f, 0.1f, 0.001f, 0.5f);
        Rows.AssertClose([1.9], p, 1e-7);
    }

    [Fact]
    public void Three_steps_agree_with_the_reference_at_every_length()
    {
        foreach (int n in Rows.Lengths)
        {
            float[] p = Rows.Uniform(n, 1), m = new float[n], v = new float[n];
            double[] expectedP = Rows.Widen(p), expectedM = new double[n], expectedV = new double[n];
            for (int step = 1; step <= 3; step++)
            {
                float[] g = Rows.Uniform(n, 10 + step);
                double[] expectedG = Rows.Widen(g);
                double c1 = 1 - Math.Pow(0.9, step), c2 = 1 - Math.Pow(0.999, step);
                AdamStep.Run(p, g, m, v, 0.01f, 0.9f, 0.999f, 1e-8f, (float)c1, (float)c2, 0.1f);
                AdamStep.Reference(expectedP, expectedG, expectedM, expectedV, 0.01, 0.9, 0.999, 1e-8, c1, c2, 0.1);
                Rows.AssertClose(expectedG, g, 0);
                Rows.AssertClose(expectedP, p, 2e-6);
                Rows.AssertClose(expectedM, m, 5e-7);
                Rows.AssertClose(expectedV, v, 5e-7);
            }
        }
    }
}
