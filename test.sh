#!/usr/bin/env bash
# Installs what the tests need on a fresh Debian machine (as root), builds everything once and runs every test.
# The last line is "N passed, N failed"; a test project without a result, or a skipped test, counts as failed.
set -euo pipefail
cd "$(dirname "$0")"
# A snapshot that is missing is a failure here, not a new one.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 SNAPSHOOTER_STRICT_MODE=true

need() { # command package
  command -v "$1" >/dev/null && return
  if [ -z "${apt_updated:-}" ]; then apt-get update -qq; apt_updated=1; fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$2" >/dev/null
}

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is needed: install it and put dotnet on the PATH." >&2; echo "0 passed, 1 failed"; exit 1; }
need python3 python3
need setsid util-linux
need pgrep procps
need ip iproute2
need mkfs.ext4 e2fsprogs
need node nodejs
need script bsdutils
need zsh zsh
need fish fish
need dockerd docker.io
need docker-registry docker-registry
need busybox busybox-static
need npm npm
need chromium chromium
[ -n "$(compgen -G '/usr/lib/postgresql/*/bin/initdb')" ] || need initdb postgresql
need strace strace

results=$(mktemp -d)
engine=$(mktemp -d)
postgres=$(mktemp -d)
trap 'tests/docker-engine.sh stop "$engine"; tests/postgres.sh stop "$postgres"; rm -rf "$results" "$engine" "$postgres"' EXIT

echo "== build"
if ! dotnet build LitePipeline.sln -c Release -nologo -v quiet; then
  echo "0 passed, 1 failed"
  exit 1
fi

passed=0 failed=0

# What is committed of the viewer must be what its sources build into.
echo "== viewer"
web=LitePipeline.AspNetCore/Viewer/web
node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)' \
  || echo "Node $(node --version) is too old for the viewer's build, which takes 20.19 or later." >&2
if npm --prefix "$web" ci --no-audit --no-fund --loglevel=error && npm --prefix "$web" run build -- --outDir "$results/viewer" --logLevel warn \
  && diff -rq "$results/viewer" LitePipeline.AspNetCore/Viewer/assets; then
  passed=$((passed + 1))
else
  echo "The viewer does not build, or LitePipeline.AspNetCore/Viewer/assets is not what it builds into: run 'npm run build' in $web and commit both." >&2
  failed=$((failed + 1))
fi

echo "== container engine"
tests/docker-engine.sh start "$engine" || { echo "0 passed, 1 failed"; exit 1; }
export LITEPIPELINE_TEST_DOCKER=$engine/docker.sock

echo "== PostgreSQL"
tests/postgres.sh start "$postgres" || { echo "0 passed, 1 failed"; exit 1; }
export LITEPIPELINE_TEST_POSTGRES="Host=$postgres;Username=postgres"

# Three lanes, as much of the time is waiting: for processes in two of them, for browsers in the last.
lane() { # project...
  local name
  for name in "$@"; do
    dotnet test "tests/$name/$name.csproj" -c Release --no-build -nologo --logger "trx;LogFileName=$results/$name.trx" \
      --blame-hang-timeout 5m --blame-hang-dump-type none --results-directory "$results/$name" </dev/null >"$results/$name.log" 2>&1 || true
    flock "$results" sh -c 'echo "== $1"; cat "$2"' - "$name" "$results/$name.log"
  done
}

processes=(LitePipeline.EndToEnd.Tests LitePipeline.Packages.Tests)
more_processes=(LitePipeline.Soak.Tests LitePipeline.Cli.Tests)
mapfile -t projects < <(basename -s .csproj -a tests/*.Tests/*.csproj)
mapfile -t others < <(printf '%s\n' "${projects[@]}" | grep -vxF -f <(printf '%s\n' "${processes[@]}" "${more_processes[@]}"))
lane "${processes[@]}" &
lane "${more_processes[@]}" &
lane "${others[@]}"
wait

for name in "${projects[@]}"; do
  counters=$(grep -o '<Counters [^>]*' "$results/$name.trx" 2>/dev/null || true)
  if [ -z "$counters" ]; then
    echo "$name gave no result." >&2
    failed=$((failed + 1))
    continue
  fi
  count() { sed -E "s/.* $1=\"([0-9]+)\".*/\1/" <<<"$counters"; }
  passed=$((passed + $(count passed)))
  failed=$((failed + $(count total) - $(count passed)))
  # A test that hung or took its process with it is in no count.
  if grep -q 'The active test run was aborted\|Test Run Aborted' "$results/$name.log"; then
    echo "$name did not come to its end." >&2
    failed=$((failed + 1))
  fi
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
