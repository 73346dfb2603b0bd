#!/usr/bin/env bash
# bench.sh: time and peak memory of a no-op plan, a plan with changes and an apply, beside pg_dump -s of the same
# database in the same run. Figures are for comparing within one run: read the ratios.
#   TABLES="100 1000 5000" RUNS=5 make bench
set -eu
here=$(cd "$(dirname "$0")" && pwd)
if [ -z "${BENCH_INSIDE:-}" ]; then
    BENCH_INSIDE=1 exec "$here/../tools/with-cluster.sh" bash "$0"
fi
hcmigrate=$(realpath "${BUILD:-build}/hcmigrate")
runs=${RUNS:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# measure NAME COMMAND...: the median wall time in ms and the greatest peak memory in MB of $runs runs, in $ms and $mb
measure() {
    local name=$1 run; shift
    : >"$work/times"
    for ((run = 0; run < runs; run++)); do
        /usr/bin/env -i PATH="$PATH" HOME=/ PGHOST="$PGHOST" PGUSER=postgres PGDATABASE="$db" \
            python3 - "$@" >>"$work/times" <<'PY'
import os, resource, subprocess, sys, time
begin = time.monotonic()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
wall = time.monotonic() - begin
if done.returncode not in (0, 2):
    sys.stderr.write(done.stderr.decode())
    sys.exit(1)
print(round(wall * 1000), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
PY
    done
    ms=$(sort -n "$work/times" | awk '{ t[NR] = $1 } END { print t[int((NR + 1) / 2)] }')
    mb=$(awk '$2 > m { m = $2 } END { print m }' "$work/times")
    printf '%8s  %-18s %8s ms %6s MB' "$tables" "$name" "$ms" "$mb"
    if [ -n "${dump_ms:-}" ]; then
        awk -v a="$ms" -v b="$dump_ms" 'BEGIN { printf "   %.2f of pg_dump -s", a / (b ? b : 1) }'
    fi
    echo
}

echo "  tables  what                median time    peak"
for tables in ${TABLES:-100 1000 5000}; do
    db=bench_$tables
    dump_ms=
    createdb "$db"
    awk -v tables="$tables" -v edited=0 -f "$here/bigschema.awk" >"$work/before.sql"
    awk -v tables="$tables" -v edited=1 -f "$here/bigschema.awk" >"$work/after.sql"
    psql -X -q -v ON_ERROR_STOP=1 -d "$db" -f "$work/before.sql" >/dev/null
    psql -X -q -d "$db" -c 'VACUUM ANALYZE' >/dev/null
    measure "pg_dump -s" pg_dump -s
    dump_ms=$ms
    measure "plan, nothing" "$hcmigrate" plan "$work/before.sql"
    noop_ms=$ms
    measure "plan, changes" "$hcmigrate" plan "$work/after.sql"
    runs=1 measure "apply, changes" "$hcmigrate" apply --yes --allow all "$work/after.sql"
    [ -z "${first_ms:-}" ] || awk -v a="$noop_ms" -v b="$first_ms" -v t="$tables" -v f="$first_tables" \
        'BEGIN { printf "          nothing to do: %d tables take %.1f times as long as %d\n", t, a / (b ? b : 1), f }'
    first_ms=$noop_ms first_tables=$tables
done
