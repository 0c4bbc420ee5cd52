using System.Text;
using LitePipeline.Hosting.Venvs;

namespace LitePipeline.Hosting.Tests.Venvs;

public sealed class ScriptHeaderTests
{
    private static readonly string Long = "/" + new string('n', 150);

    private static string? Move(string script, string to = "/new", string from = "/opt/bin/old venv") =>
        ScriptHeader.Move(Encoding.UTF8.GetBytes(script), from, to) is { } moved ? Encoding.UTF8.GetString(moved) : null;

    [Theory]
    [InlineData("#!/opt/bin/old venv/bin/python3\nimport x\n", "#!/new/bin/python3\nimport x\n")]
    [InlineData("#! /opt/bin/old venv/bin/python3.11 -E -s\r\nimport x\n", "#!/new/bin/python3.11 -E -s\nimport x\n")]
    [InlineData("#!/opt/bin/old venv/bin/python", "#!/new/bin/python\n")]
    [InlineData("#!/bin/sh\n'''exec' \"/opt/bin/old venv/bin/python3\" \"$0\" \"$@\"\n' '''\nimport x\n", "#!/new/bin/python3\nimport x\n")]
    [InlineData("#!/bin/sh\n'''exec' '/opt/bin/old venv/bin/python3' -E \"$0\" \"$@\"\n' '''\nimport x\n", "#!/new/bin/python3 -E\nimport x\n")]
    public void A_script_of_the_old_folder_is_one_of_the_new(string script, string moved) => Assert.Equal(moved, Move(script));

    [Theory]
    [InlineData("#!/usr/bin/env python3\n")]
    [InlineData("#!/opt/bin/old venv2/bin/python3\n")]
    [InlineData("#!/opt/bin/old venv/bin/ruby\n")]
    [InlineData("#!/bin/sh\n'''exec' \"/other/bin/python3\" \"$0\" \"$@\"\n' '''\n")]
    [InlineData("#!/bin/sh\n'''exec' ")]
    [InlineData("#!")]
    [InlineData("\u007fELF/opt/bin/old venv/bin/python3")]
    [InlineData("")]
    public void Everything_else_stays_as_it_is(string script) => Assert.Null(Move(script));

    [Fact]
    public void A_path_that_no_kernel_takes_becomes_the_lines_that_start_python_by_a_shell()
    {
        Assert.Equal($"#!/bin/sh\n'''exec' \"{Long}/bin/python3\" -E \"$0\" \"$@\"\n' '''\nx\n", Move("#!/old/bin/python3 -E\nx\n", Long, "/old"));
        Assert.Equal("#!/bin/sh\n'''exec' \"/a \\$b/bin/python3\" \"$0\" \"$@\"\n' '''\nx\n", Move("#!/old/bin/python3\nx\n", "/a $b", "/old"));
        Assert.Equal("#!/back/bin/python3 -E\nx\n", Move(Move("#!/old/bin/python3 -E\nx\n", Long, "/old")!, "/back", Long));
    }

    [Fact]
    public void What_follows_the_header_is_kept_byte_by_byte()
    {
        byte[] script = [.. "#!/old/bin/python3\n"u8, 0xFF, 0xFE, 0, 13, 10, 13];
        byte[] moved = [.. "#!/new/bin/python3\n"u8, .. script[^6..]];
        Assert.Equal(moved, ScriptHeader.Move(script, "/old", "/new")!);
    }
}
