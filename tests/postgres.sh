#!/usr/bin/env bash
# A PostgreSQL of the tests' own: postgres.sh start FOLDER | crash FOLDER | stop FOLDER.
# It touches nothing of the machine's: data, log and socket lie in FOLDER, and it listens on no port. Run by root it serves as the user postgres.
# It does not wait for the disk: what the tests kill is processes, never the machine.
set -euo pipefail
command=${1:?start, crash or stop} folder=${2:?a folder of its own}
programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
PATH=${programs:+$programs:}$PATH

as_owner() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups "$@"; else "$@"; fi
}

server() { # verb options...
  (cd / && as_owner pg_ctl "$@" --pgdata "$folder/data" --silent --wait --timeout 60 --log "$folder/postgres.log" </dev/null >/dev/null)
}

case $command in
start)
  mkdir -p "$folder"
  if [ ! -d "$folder/data" ]; then
    if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
    (cd / && as_owner initdb --pgdata "$folder/data" --username postgres --auth trust --encoding UTF8 --locale C --no-sync >/dev/null)
    cat >>"$folder/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$folder'
fsync = off
full_page_writes = off
max_connections = 200
shared_buffers = 32MB
log_line_prefix = '%m %d %p '
CONF
  fi
  server start
  ;;
crash) server restart --mode immediate ;;
stop)
  server stop --mode immediate || true
  rm -rf "$folder"
  ;;
*) echo "start, crash or stop" >&2; exit 2 ;;
esac
