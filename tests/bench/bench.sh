#!/usr/bin/env bash
# bench.sh: time and peak memory of a no-op plan, a plan with changes and an apply, beside pg_dump -s of the same
# database in the same run. Figures are for comparing within one run: read the ratios. pg_dump and the plan that finds nothing to do
# take turns, and what counts is the median of the ratios of their pairs (at most 0.50 at 1,000 tables).
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

# once COMMAND...: wall time in ms and peak memory in MB of one run
once() {
    /usr/bin/env -i PATH="$PATH" HOME=/ PGHOST="$PGHOST" PGUSER=postgres PGDATABASE="$db" python3 - "$@" <<'PY'
import os, resource, subprocess, sys, time
begin = time.monotonic()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
wall = time.monotonic() - begin
if done.returncode not in (0, 2):
    sys.stderr.write(done.stderr.decode())
    sys.exit(1)
print(round(wall * 1000), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
PY
}

# tell NAME FILE: the median time and the greatest peak memory of the runs in it, the time in $ms too
tell() {
    ms=$(median <"$2")
    printf '%8s  %-18s %8s ms %6s MB' "$tables" "$1" "$ms" "$(awk '$2 > m { m = $2 } END { print m }' "$2")"
}

median() {
    sort -n | awk '{ t[NR] = $1 } END { print t[int((NR + 1) / 2)] }'
}

# measure NAME COMMAND...
measure() {
    local name=$1 run; shift
    : >"$work/times"
    for ((run = 0; run < runs; run++)); do
        once "$@" >>"$work/times"
    done
    tell "$name" "$work/times"
    awk -v a="$ms" -v b="$dump_ms" 'BEGIN { printf "   %.2f of pg_dump -s\n", a / (b ? b : 1) }'
}

# beside_dump NAME COMMAND...: in turn with pg_dump -s
beside_dump() {
    local name=$1 run; shift
    : >"$work/dumps"
    : >"$work/times"
    for ((run = 0; run < runs; run++)); do
        once pg_dump -s >>"$work/dumps"
        once "$@" >>"$work/times"
    done
    tell "pg_dump -s" "$work/dumps"
    dump_ms=$ms
    echo
    tell "$name" "$work/times"
    paste -d ' ' "$work/times" "$work/dumps" | awk '{ printf "%.3f\n", $1 / ($3 ? $3 : 1) }' | median |
        awk '{ printf "   %.2f of pg_dump -s, pair by pair\n", $1 }'
}

echo "  tables  what                median time    peak"
for tables in ${TABLES:-100 1000 5000}; do
    db=bench_$tables
    createdb "$db"
    awk -v tables="$tables" -v edited=0 -f "$here/bigschema.awk" >"$work/before.sql"
    awk -v tables="$tables" -v edited=1 -f "$here/bigschema.awk" >"$work/after.sql"
    psql -X -q -v ON_ERROR_STOP=1 -d "$db" -f "$work/before.sql" >/dev/null
    psql -X -q -d "$db" -c 'VACUUM ANALYZE' >/dev/null
    beside_dump "plan, nothing" "$hcmigrate" plan "$work/before.sql"
    noop_ms=$ms
    measure "plan, changes" "$hcmigrate" plan "$work/after.sql"
    runs=1 measure "apply, changes" "$hcmigrate" apply --yes --allow all "$work/after.sql"
    [ -z "${first_ms:-}" ] || awk -v a="$noop_ms" -v b="$first_ms" -v t="$tables" -v f="$first_tables" \
        'BEGIN { printf "          nothing to do: %d tables take %.1f times as long as %d\n", t, a / (b ? b : 1), f }'
    first_ms=$noop_ms first_tables=$tables
done
