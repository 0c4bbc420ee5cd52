const fs = require("fs");
const path = require("path");

const workspace = process.argv[2];
const input = JSON.parse(fs.readFileSync(path.join(workspace, "input.data"), "utf8"));
fs.writeFileSync(path.join(workspace, "output.data"), JSON.stringify({ data: { text: `Hello, ${input.name}!`, runtime: process.versions.node } }));
