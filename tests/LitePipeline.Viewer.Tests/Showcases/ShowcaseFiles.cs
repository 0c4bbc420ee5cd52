namespace LitePipeline.Viewer.Tests.Showcases;

/// <summary>What the showcase's packages hold.</summary>
internal static class ShowcaseFiles
{
    public const string ReportBefore = """
        {
          "actions": [
            {"name": "collect", "main": "echo collected"},
            {"name": "count", "main": "bash count.sh", "condition": ["collect"]}
          ],
          "output_action": "count"
        }
        """;

    public const string Report = """
        {
          "actions": [
            {"name": "collect", "main": "bash split.sh"},
            {"name": "check", "main": "echo checked"},
            {"name": "count", "main": "bash count.sh", "condition": ["collect", "check"], "retry": {"attempts": 3, "backoff": 1}, "artifacts": ["orders.csv", "plots/*.txt"], "cache": true},
            {"name": "report", "main": "echo the report is written", "condition": ["count"]}
          ],
          "event_actions": {"success": {"main": "echo told everyone"}},
          "output_action": "report",
          "input_schema": {
            "type": "object",
            "title": "What to report",
            "properties": {
              "month": {"type": "integer", "title": "Month", "minimum": 1, "maximum": 12},
              "year": {"type": "integer", "title": "Year", "minimum": 2000},
              "format": {"type": "string", "title": "Format", "enum": ["pdf", "html"], "default": "pdf"},
              "send": {"type": "boolean", "title": "Send it to everyone"}
            },
            "required": ["month"]
          }
        }
        """;

    public const string Split = """
        echo collecting
        cat > "$1/output.data" <<'DATA'
        {"data": {"files": 3}, "actions": [
          {"name": "part-1", "main": "echo part 1", "to_action": "count"},
          {"name": "part-2", "main": "echo part 2", "to_action": "count"},
          {"name": "part-3", "main": "echo part 3", "to_action": "count"}
        ]}
        DATA
        """;

    public const string Count = """
        for number in $(seq 1 400); do echo "line $number: order $((number * 37 % 1000)) counted"; done
        seq 1 400 > "$1/orders.csv"
        mkdir -p "$1/plots" && echo 18250.5 > "$1/plots/total.txt"
        echo '{"data": {"orders": 400, "total": 18250.5}}' > "$1/output.data"
        """;

    public const string Import = """
        {
          "actions": [
            {"name": "connect", "main": "echo connected to the shop"},
            {"name": "import", "main": "bash import.sh", "condition": ["connect"]},
            {"name": "tidy", "main": "echo tidied", "condition": ["import"]}
          ],
          "output_action": "tidy"
        }
        """;

    public const string Fail = """
        echo "reading orders.csv"
        echo "ValueError: row 118 has no price" >&2
        exit 3
        """;

    public const string Hold = """{"actions": [{"name": "watch", "main": "bash hold.sh"}, {"name": "tell", "main": "echo told", "condition": ["watch"]}], "output_action": "tell"}""";

    public const string HoldScript = """
        echo "watching the inbox"
        echo '{"fraction": 0.42, "message": "12 of 28 files"}' >> "$1/progress.data"
        exec sleep 3600
        """;

    public const string Unplaceable = """{"actions": [{"name": "train", "main": "echo trained", "resources": {"gpu": 2}, "target_env": {"platform": "linux"}}], "output_action": "train"}""";
}
