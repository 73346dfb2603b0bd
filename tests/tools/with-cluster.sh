#!/usr/bin/env bash
# with-cluster.sh COMMAND [ARG ...]: run a command with a private, throw-away PostgreSQL server behind PGHOST, PGUSER and
# PGDATABASE. The server listens on a Unix socket in a temporary folder only, never runs as root, and is removed at the end.
# CLUSTER_SETTINGS: further lines for postgresql.conf.
set -eu

bindir=
for place in "$(command -v pg_config >/dev/null && pg_config --bindir)" /usr/lib/postgresql/*/bin; do
    [ -x "$place/initdb" ] && bindir=$place
done
[ -n "$bindir" ] || { echo "with-cluster.sh: no initdb found: install Debian's package postgresql" >&2; exit 1; }

folder=$(mktemp -d /tmp/hcmigrate-cluster.XXXXXX)
as=()
if [ "$(id -u)" = 0 ]; then
    user=postgres
    id -u "$user" >/dev/null 2>&1 || user=nobody
    chown "$user" "$folder"
    as=(setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups env "HOME=$folder")
fi

clean_up() {
    (cd / && "${as[@]}" "$bindir/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1) || true
    rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

cd_here=$PWD
cd /
"${as[@]}" "$bindir/initdb" -D "$folder/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
cat >>"$folder/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$folder'
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
max_locks_per_transaction = 1024
shared_buffers = 256MB
${CLUSTER_SETTINGS:-}
CONF
"${as[@]}" "$bindir/pg_ctl" -D "$folder/data" -l "$folder/data/log" -w start >/dev/null || { cat "$folder/data/log" >&2; exit 1; }
cd "$cd_here"

chmod 711 "$folder"
PATH=$bindir:$PATH PGHOST=$folder PGUSER=postgres PGDATABASE=postgres PGPORT=5432 "$@"
