#!/usr/bin/env bash
# dotnet-stryker 5.1.0 with xunit.v3 4.0.2: under its VSTest runner no change reaches the tests, and all are said to have survived.
#
# xunit.v3's tests are a program, which xunit.runner.visualstudio 4.0.1 starts as a process of its own: no change was seen to reach it. The
# initial test run passes, nothing is warned of, and the mutation score is 0 % for code that one test checks completely. Under the runner
# of the testing platform (-t mtp) the same change is noticed by the same test.
#
# Seen: a + b is changed to a - b, and a test asserts 5 for 2 and 3: Survived with -t vstest, Killed with -t mtp.
# Exits 0 while that is so, 1 when it has changed. Needs the .NET 10 SDK, jq and nuget.org.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir code tests
cat > code/code.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
END
echo 'namespace Code; public static class Sum { public static int Of(int a, int b) => a + b; }' > code/Sum.cs
cat > tests/tests.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <ProjectReference Include="../code/code.csproj" />
    <PackageReference Include="Microsoft.NET.Test.Sdk" Version="[18.11.0]" />
    <PackageReference Include="xunit.v3" Version="[4.0.2]" />
    <PackageReference Include="xunit.runner.visualstudio" Version="[4.0.1]" />
  </ItemGroup>
</Project>
END
echo 'public class SumTests { [Xunit.Fact] public void Two_and_three_are_five() => Xunit.Assert.Equal(5, Code.Sum.Of(2, 3)); }' \
  > tests/SumTests.cs
dotnet tool install dotnet-stryker --version 5.1.0 --tool-path tool >/dev/null
cd tests
status() {
  if ! ../tool/dotnet-stryker -t "$1" -p code.csproj -r Json --skip-version-check -O "$work/$1" >"$work/log" 2>&1; then
    cat "$work/log" >&2
    exit 2
  fi
  jq -r '[.files[].mutants[] | select(.mutatorName == "Arithmetic mutation") | .status] | join(" ")' "$work/$1/reports/mutation-report.json"
}

vstest=$(status vstest)
echo '{ "test": { "runner": "Microsoft.Testing.Platform" } }' > ../global.json
mtp=$(status mtp)
echo "a + b changed: $vstest under VSTest, $mtp under the testing platform"
[ "$vstest" = Survived ] && [ "$mtp" = Killed ]
