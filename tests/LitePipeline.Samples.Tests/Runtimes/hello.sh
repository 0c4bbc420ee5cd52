name=$(sed -n 's/.*"name": *"\([^"]*\)".*/\1/p' "$1/input.data")
printf '{"data": {"text": "Hello, %s!"}}' "$name" > "$1/output.data"
