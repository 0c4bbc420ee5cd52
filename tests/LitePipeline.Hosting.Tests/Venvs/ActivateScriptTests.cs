using LitePipeline.Hosting.Venvs;

namespace LitePipeline.Hosting.Tests.Venvs;

public sealed class ActivateScriptTests
{
    [Theory]
    [InlineData("activate", "deactivate () {\n    unset VIRTUAL_ENV\n}\nVIRTUAL_ENV=\"/old dir/venv\"\nexport VIRTUAL_ENV\nPATH=\"$VIRTUAL_ENV/bin:$PATH\"\n", "VIRTUAL_ENV=\"/old dir/venv\"", "VIRTUAL_ENV='/new'")]
    [InlineData("activate", "    export VIRTUAL_ENV=$(cygpath \"/old dir/venv\")\n", "$(cygpath \"/old dir/venv\")", "$(cygpath '/new')")]
    [InlineData("activate", "export VIRTUAL_ENV=\"/old dir/venv\"", "\"/old dir/venv\"", "'/new'")]
    [InlineData("activate", "VIRTUAL_ENV='/old dir/venv'\nif x; then\n    VIRTUAL_ENV=$(cygpath -u \"$VIRTUAL_ENV\")\nfi\n", "'/old dir/venv'", "'/new'")]
    [InlineData("activate", "VIRTUAL_ENV_PROMPT=/a\nVIRTUAL_ENV=/old; export VIRTUAL_ENV\n", "VIRTUAL_ENV=/old;", "VIRTUAL_ENV='/new';")]
    [InlineData("activate.csh", "setenv VIRTUAL_ENV \"/old dir/venv\"\n", "\"/old dir/venv\"", "'/new'")]
    [InlineData("activate.fish", "set -e VIRTUAL_ENV\nset -gx VIRTUAL_ENV \"/old dir/venv\"\nset -gx PATH \"$VIRTUAL_ENV/bin\" $PATH\n", "\"/old dir/venv\"", "'/new'")]
    public void Each_shells_script_gets_the_new_folder_and_stays_else_as_it_was(string name, string script, string old, string replaced) =>
        Assert.Equal(script.Replace(old, replaced, StringComparison.Ordinal), ActivateScript.WithFolder(script, ActivateScript.Quoting[name]("/new")));

    [Theory]
    [InlineData("VIRTUAL_ENV=\"/a/b c\"\n", "/a/b c")]
    [InlineData("export VIRTUAL_ENV=/a/b\n", "/a/b")]
    [InlineData("VIRTUAL_ENV=$(cd \"$(dirname x)\" && pwd)\n", null)]
    [InlineData("_OLD_VIRTUAL_ENV=\"/a/b\"\n", null)]
    public void The_old_folder_is_read_from_the_script(string script, string? folder) => Assert.Equal(folder, ActivateScript.FindFolder(script));

    [Theory]
    [InlineData("activate", "/it's $HOME `x` \"q\"", @"'/it'\''s $HOME `x` ""q""'")]
    [InlineData("activate.csh", "/wow!", @"'/wow\!'")]
    [InlineData("activate.fish", @"/it's \n", @"'/it\'s \\n'")]
    public void A_folder_with_a_shells_own_signs_is_quoted(string name, string folder, string quoted) => Assert.Equal(quoted, ActivateScript.Quoting[name](folder));
}
