using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OnDeviceRec.Documents.Tests;

/// <summary>docs/dependencies.md has every package that is used, with its version and license.</summary>
public sealed partial class DependencyTests
{
    private const string Tool = "src/Cli/packages.lock.json", Device = "src/Device/packages.lock.json";

    private static readonly (string Name, string Version, string License)[] Listed =
    [
        .. from Match row in Row().Matches(Checkout.Read("docs/dependencies.md"))
           where row.Groups["name"].Value is not ("package" or "---")
           select (row.Groups["name"].Value, row.Groups["version"].Value, row.Groups["license"].Value),
    ];

    [Fact]
    public void Every_version_that_is_pinned_is_listed_and_no_other_package() => Assert.Equal(
        Pinned("Directory.Packages.props").Concat(Pinned("bench/peers/Directory.Packages.props"))
            .Union(Locked(Tool)).Order(),
        Listed.Select(one => (one.Name, one.Version)).Order());

    [Fact]
    public void The_device_has_none() => Assert.Empty(Locked(Device));

    [Fact]
    public void Licenses_are_those_of_the_packages()
    {
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        (string Name, string Listed, string Said)[] said =
        [
            .. from one in Listed
               let file = Path.Combine(packages, Lower(one.Name), one.Version, $"{Lower(one.Name)}.nuspec")
               where File.Exists(file)
               from license in XDocument.Load(file).Descendants().Where(element => element.Name.LocalName == "license")
               where (string?)license.Attribute("type") == "expression"
               select (one.Name, one.License, license.Value),
        ];
        Assert.SkipWhen(said.Length == 0, $"There are no packages in {packages}.");
        Checkout.AssertNone(from one in said where one.Listed != one.Said select $"{one.Name}: {one.Said}, not {one.Listed}");
    }

    private static IEnumerable<(string Name, string Version)> Pinned(string file) =>
        from package in XDocument.Parse(Checkout.Read(file)).Descendants("PackageVersion")
        select ((string)package.Attribute("Include")!, (string)package.Attribute("Version")!);

    // What a project gets of others, itself or through them; what only its build uses is no part of it.
    private static IEnumerable<(string Name, string Version)> Locked(string file) =>
        from framework in JsonNode.Parse(Checkout.Read(file))!["dependencies"]!.AsObject()
        from package in framework.Value!.AsObject()
        where (string?)package.Value!["type"] != "Project"
        where package.Key is not ("Microsoft.NET.ILLink.Tasks" or "Microsoft.CodeAnalysis.PublicApiAnalyzers")
        select (package.Key, (string)package.Value["resolved"]!);

#pragma warning disable CA1308 // The folders of packages are in lower case.
    private static string Lower(string name) => name.ToLowerInvariant();
#pragma warning restore CA1308

    [GeneratedRegex(@"^\| (?<name>[\w.-]+) \| (?<version>[\w.-]+) \| (?<license>[\w.-]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
