#!/usr/bin/env bash
# A container engine and a registry of the tests' own: docker-engine.sh start FOLDER | image FOLDER python|dotnet | halt FOLDER | stop FOLDER.
# They touch nothing of the machine's: socket, data and images lie in FOLDER, there is no bridge and no packet filter. Needs root.
set -euo pipefail
command=${1:?start, image, halt or stop} folder=${2:?a folder of its own}
socket=$folder/docker.sock

# A free port, the same for as long as the folder lives: the names of its images begin with it.
registry_address() {
  [ -f "$folder/registry.address" ] || python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print("127.0.0.1:%d" % s.getsockname()[1])' >"$folder/registry.address"
  cat "$folder/registry.address"
}

wait_for() { # seconds what command...
  local left=$(($1 * 10)) what=$2; shift 2
  until "$@" >/dev/null 2>&1; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || { echo "$what did not come up; its log is in $folder" >&2; exit 1; }
    sleep 0.1
  done
}

# Copies files and the libraries that these need into the root that is being made, each to where it lies here.
take() {
  cp -L --parents "$@" "$root"
  ldd "$@" 2>/dev/null | grep -oE '/[^ ]+\.so[^ ]* \(' | sed 's/ (//' | sort -u | xargs -r cp -L --parents -t "$root"
}

# This machine's own Python without what only its developers need.
python_root() {
  local program library
  program=$(python3 -c 'import os, sys; print(os.path.realpath(sys.executable))')
  library=$(python3 -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
  take "$program" "$library"/lib-dynload/*.so
  tar c -C / --exclude='*/site-packages' --exclude='*/dist-packages' --exclude='*/test' --exclude='*/idlelib' --exclude='*/ensurepip' --exclude='*/tkinter' \
    --exclude='*/lib2to3' --exclude='*/config-*' --exclude=__pycache__ "${library#/}" | tar x -C "$root"
  ln -s "$program" "$root/bin/python3"
}

# This machine's own .NET runtime without the SDK.
dotnet_root() {
  local name version shared
  read -r name version shared < <(dotnet --list-runtimes | grep '^Microsoft.NETCore.App 10\.' | tail -n 1)
  shared=${shared#[} shared=${shared%]}
  local home=${shared%/shared/*}
  take "$home/dotnet" "$home/host/fxr/$version"/*.so "$shared/$version"/*.so
  cp -r --parents "$home/host/fxr/$version" "$shared/$version" "$root"
  ln -s "$home/dotnet" "$root/bin/dotnet"
}

case $command in
image)
  # Under the names that the samples give, so that the engine need not ask anybody for them.
  case ${3:?python or dotnet} in
  python) image=python:3-slim ;;
  dotnet) image=mcr.microsoft.com/dotnet/runtime:10.0 ;;
  *) echo "python or dotnet" >&2; exit 2 ;;
  esac
  docker -H "unix://$socket" image inspect "$image" >/dev/null 2>&1 && exit
  root=$(mktemp -d)
  trap 'rm -rf "$root"' EXIT
  mkdir -p "$root/bin" "$root/tmp" "$root/etc"
  "$3_root"
  chmod -R a+rX "$root"
  tar c -C "$root" . | docker -H "unix://$socket" import --change 'ENV PATH=/bin DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1' - "$image" >/dev/null
  ;;
start)
  mkdir -p "$folder/registry"
  registry=$(registry_address)
  cat >"$folder/registry.yml" <<YML
version: 0.1
log: {level: error}
storage: {filesystem: {rootdirectory: $folder/registry}, delete: {enabled: true}}
http: {addr: "$registry"}
YML
  [ -f "$folder/registry.pid" ] && kill "$(cat "$folder/registry.pid")" 2>/dev/null || true
  setsid docker-registry serve "$folder/registry.yml" >"$folder/registry.log" 2>&1 </dev/null &
  echo $! >"$folder/registry.pid"
  setsid dockerd --host "unix://$socket" --data-root "$folder/data" --exec-root "$folder/exec" --pidfile "$folder/dockerd.pid" \
    --shutdown-timeout=2 --bridge=none --iptables=false --ip-forward=false --ip-masq=false --insecure-registry="$registry" >"$folder/dockerd.log" 2>&1 </dev/null &
  wait_for 60 "The container engine" docker -H "unix://$socket" version
  wait_for 30 "The registry" bash -c "exec 3<>/dev/tcp/${registry/://}"
  # One small image: busybox and its applets.
  root=$(mktemp -d)
  mkdir -p "$root/bin" "$root/tmp" "$root/etc"
  cp "$(command -v busybox)" "$root/bin/busybox"
  for applet in sh cat echo sleep env id pwd test kill head dd true false printf ls mkdir seq wc; do ln -s busybox "$root/bin/$applet"; done
  tar c -C "$root" . | docker -H "unix://$socket" import - "$registry/busybox:latest" >/dev/null
  rm -rf "$root"
  docker -H "unix://$socket" push -q "$registry/busybox:latest" >/dev/null
  ;;
halt | stop)
  # Halted, it keeps its folder and can be started again.
  for file in "$folder/dockerd.pid" "$folder/registry.pid"; do
    [ -f "$file" ] || continue
    pid=$(cat "$file")
    kill "$pid" 2>/dev/null || continue
    for _ in $(seq 300); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
  done
  if [ "$command" = stop ]; then
    umount "$folder"/data/overlay2/*/merged 2>/dev/null || true
    rm -rf "$folder" 2>/dev/null || true
  fi
  ;;
*) echo "start, image, halt or stop" >&2; exit 2 ;;
esac
