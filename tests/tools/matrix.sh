#!/usr/bin/env bash
# matrix.sh PROGRAM... -- the test programs that need a server on each of BINDIRS (folders with initdb, pg_ctl and postgres), one line
# of counts for each. What they print stays in BUILD/matrix/VERSION.log; the tests that failed are named. FIXTURE=pattern
# takes a part of the laws (tests/laws/test_laws.c).
set -u

[ -n "${BINDIRS:-}" ] || { echo "matrix.sh: BINDIRS names no folder: make matrix BINDIRS='/usr/lib/postgresql/15/bin /elsewhere/17/bin'" >&2; exit 2; }
logs=${BUILD:-build}/matrix
mkdir -p "$logs"

bad=0
for bindir in $BINDIRS; do
    version=$("$bindir/postgres" --version 2>/dev/null | sed -nE 's/^postgres \(PostgreSQL\) ([0-9.]+).*/\1/p')
    if [ -z "$version" ]; then
        echo "$bindir: no server is there"
        bad=1
        continue
    fi
    TEST_BINDIR=$bindir TEST_TIMEOUT=${TEST_TIMEOUT:-7200} "$(dirname "$0")/run-tests.sh" "$@" >"$logs/$version.log" 2>&1 || bad=1
    echo "PostgreSQL $version: $(tail -n 1 "$logs/$version.log")$(sed -nE 's/^skipped: (.*)/, \1 skipped/p' "$logs/$version.log")"
    sed -nE 's/^\[  FAILED  \] ([^ ]+)$/    \1/p; s/^FAIL  .* failed: (.*)/    \1/p' "$logs/$version.log" | sort -u
done
exit $bad
