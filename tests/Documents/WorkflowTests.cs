using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace OnDeviceRec.Documents.Tests;

/// <summary>Workflows run what is named to the bit, by actions of GitHub's own, and may do no more than read.</summary>
public sealed partial class WorkflowTests
{
    private static IEnumerable<string> Workflows => Checkout.Files.Where(file => file.StartsWith(".github/", StringComparison.Ordinal));

    [Fact]
    public void There_are_a_gate_and_a_release() =>
        Assert.Equal([".github/workflows/ci.yml", ".github/workflows/release.yml"], Workflows.Order());

    [Fact]
    public void Every_action_is_github_s_own_and_pinned_by_its_commit_with_the_version_beside_it() => Checkout.AssertNone(
        from file in Workflows
        from Match use in Use().Matches(Checkout.Read(file))
        let action = use.Groups["action"].Value
        where !Pinned().IsMatch(action)
        select $"{file}:{Checkout.Line(Checkout.Read(file), use.Index)}: '{action}' is no actions/NAME@COMMIT # vX.Y.Z");

    [Fact]
    public void A_workflow_may_read_the_repository_and_nothing_else() => Checkout.AssertNone(
        from file in Workflows
        from problem in Permissions(Root(file))
        select $"{file}: {problem}");

    [Fact]
    public void Every_job_has_a_runner_a_limit_of_time_and_steps_that_either_use_or_run() => Checkout.AssertNone(
        from file in Workflows
        from job in Map(Root(file), "jobs")
        let body = (YamlMappingNode)job.Value
        from problem in (string?[])
        [
            body.Children.ContainsKey("runs-on") ? null : "no runner",
            body.Children.ContainsKey("timeout-minutes") ? null : "no limit of time",
            .. from step in ((YamlSequenceNode)body["steps"]).Cast<YamlMappingNode>()
               where step.Children.ContainsKey("uses") == step.Children.ContainsKey("run")
               select $"a step at line {step.Start.Line} that is neither an action nor a command",
        ]
        where problem is not null
        select $"{file}: {job.Key}: {problem}");

    [Fact]
    public void Scripts_that_are_run_are_there() => Checkout.AssertNone(
        from file in Workflows
        from Match script in Script().Matches(Checkout.Read(file))
        where !Checkout.Holds(script.Value)
        select $"{file}: there is no {script.Value}");

    private static IEnumerable<string> Permissions(YamlMappingNode workflow)
    {
        if (!workflow.Children.ContainsKey("permissions")) yield return "it has no permissions of its own";
        else if (Map(workflow, "permissions").Any(one => (one.Key.ToString(), one.Value.ToString()) != ("contents", "read")))
            yield return "it may do more than read";
        foreach ((YamlNode name, YamlNode job) in Map(workflow, "jobs"))
            if (((YamlMappingNode)job).Children.ContainsKey("permissions")) yield return $"{name} has permissions of its own";
    }

    private static YamlMappingNode Root(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Checkout.Read(file)));
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    private static IEnumerable<KeyValuePair<YamlNode, YamlNode>> Map(YamlMappingNode node, string key) =>
        ((YamlMappingNode)node[key]).Children;

    [GeneratedRegex(@"^[ -]*uses: *(?<action>.*)$", RegexOptions.Multiline)]
    private static partial Regex Use();

    [GeneratedRegex(@"^actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"(?<=\s)(?:\.ci|eng|tests)/[\w./-]+(?=\s)")]
    private static partial Regex Script();
}
