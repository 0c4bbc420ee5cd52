#!/bin/sh
# Starts and stops the LitePipeline {{name}} of this folder: {{name}}.sh start|stop|restart|status
cd "$(dirname "$0")" || exit 1
pid_file={{name}}.pid

pid() { # the process of this folder, where it runs
    [ -f "$pid_file" ] && p=$(cat "$pid_file") && kill -0 "$p" 2>/dev/null && echo "$p"
}

start() {
    if p=$(pid); then echo "{{name}} runs already, as process $p"; return; fi
    : >{{name}}.out # of the last time nothing may be read below
    nohup {{shell_command}} {{name}} -c configuration.yml >>{{name}}.out 2>&1 </dev/null &
    echo $! >"$pid_file"
    tries=0 # until it says that it is ready, or has ended; half a minute at the most
    while pid >/dev/null && ! grep -q "LitePipeline.* \(is ready\|runs\):" {{name}}.out && [ $tries -lt 150 ]; do
        sleep 0.2
        tries=$((tries + 1))
    done
    if p=$(pid); then echo "{{name}} runs as process $p"; else rm -f "$pid_file"; cat {{name}}.out >&2; exit 1; fi
}

stop() {
    if ! p=$(pid); then rm -f "$pid_file"; echo "{{name}} does not run"; return; fi
    kill -TERM "$p"
    while kill -0 "$p" 2>/dev/null; do sleep 0.2; done
    rm -f "$pid_file"
    echo "{{name}} has ended"
}

case "$1" in
start) start ;;
stop) stop ;;
restart) stop; start ;;
status) if p=$(pid); then echo "{{name}} runs as process $p"; else echo "{{name}} does not run"; exit 3; fi ;;
*) echo "usage: $0 start|stop|restart|status" >&2; exit 2 ;;
esac
