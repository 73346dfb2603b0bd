#!/usr/bin/env bash
# run-tests.sh [--under "COMMAND ..."] PROGRAM... -- runs cmocka programs one after the other, sums up what they say, and
# closes with one line: `N passed, N failed`. What a program printed is shown only when something in it failed
# (VERBOSE=1: always). A program that crashes, hangs (TEST_TIMEOUT seconds) or runs fewer tests than it announced counts
# as one more failure.
set -u

under=
if [ "${1:-}" = --under ]; then
    under=$2
    shift 2
fi

passed=0 failed=0 skipped=0
output=$(mktemp)
trap 'rm -f "$output" "$output".*' EXIT

sum() {                        # sum PATTERN: adds up the numbers that the only group of PATTERN finds in the output
    sed -nE "s/.*$1.*/\1/p" "$output" | awk '{ total += $1 } END { print total + 0 }'
}

export HCMIGRATE="${BUILD:-build}/hcmigrate"
shards=$(nproc)

run() {                        # run PROGRAM OUTPUT [SHARD]: exit status and milliseconds go to OUTPUT.end
    local began
    began=$(date +%s%N)
    SHARD=${3:-} timeout -k 10 "${TEST_TIMEOUT:-1500}" $under "$1" >"$2" 2>&1 </dev/null
    echo "$? $(( ($(date +%s%N) - began) / 1000000 ))" >"$2.end"
}

for program in "$@"; do
    # The laws are many and each has databases of its own: a part of them for each processor, at the same time.
    case $program in
        */test_laws) for ((shard = 0; shard < shards; shard++)); do run "$program" "$output.$shard" "$shard/$shards" & done
                     wait
                     for ((shard = 0; shard < shards; shard++)); do cat "$output.$shard"; done >"$output"
                     sort -n "$output".[0-9]*.end | awk '{ if ($1 > s) s = $1; if ($2 > t) t = $2 } END { print s + 0, t + 0 }' >"$output.end" ;;
        *) run "$program" "$output" ;;
    esac
    read -r status took <"$output.end"

    announced=$(sum '\[==========\] [^[]*Running ([0-9]+) test')
    good=$(sum '\[  PASSED  \] ([0-9]+) test')
    bad=$(sum '\[  FAILED  \] [a-z: ]*([0-9]+) test\(s\)')
    left=$(sum '\[  SKIPPED \] [a-z: ]*([0-9]+) test\(s\)')

    why=
    if [ $took -ge $((${TEST_TIMEOUT:-1500} * 1000)) ]; then
        why="took more than ${TEST_TIMEOUT:-1500} s"
    elif [ $((good + bad + left)) -ne "$announced" ] || [ "$announced" -eq 0 ]; then
        why="ran $((good + bad + left)) of $announced tests, exit status $status"
    elif [ $status -ne 0 ] && [ "$bad" -eq 0 ]; then
        why="exit status $status"
    fi
    if [ -n "$why" ] && [ "$announced" -gt $((good + bad + left)) ]; then
        good=$(grep -c '^\[       OK \]' "$output")
        bad=$(grep -c '^\[  FAILED  \]' "$output")
    fi
    [ -z "$why" ] || bad=$((bad + 1))

    passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left))
    name=${program#"${BUILD:-build}"/}
    if [ "$bad" -eq 0 ]; then
        printf 'ok    %-40s %4d tests %7d ms%s\n' "$name" "$good" "$took" "$([ "$left" -eq 0 ] || echo ", $left skipped")"
        [ -z "${VERBOSE:-}" ] || cat "$output"
    else
        cat "$output"
        printf 'FAIL  %-40s %4d of %d tests failed%s\n' "$name" "$bad" "$announced" "${why:+: $why}"
    fi
done

[ $skipped -eq 0 ] || echo "skipped: $skipped"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
