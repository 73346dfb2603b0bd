#!/usr/bin/env bash
# fuzz.sh TARGET... -- libFuzzer over each target for SECONDS_EACH seconds. BUILD/found/TARGET collects the texts that reach new
# code, so that the next run goes on from there; it begins with tests/fuzz/corpus/TARGET and what the fixtures hold.
# A text that breaks something is shown with what it breaks and stays in BUILD/broken: cut it down (-minimize_crash=1), add
# it to tests/fuzz/corpus/TARGET, and mend what it breaks.
set -u

program=$PWD/$BUILD/tests/fuzz/fuzz
broken=$PWD/$BUILD/broken
failed=0

# What \i may find: nothing.
empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT

seeds() {                      # seeds TARGET FOLDER: texts to begin with
    local folder=$2 file number=0
    cp "tests/fuzz/corpus/$1"/* "$folder"/ 2>/dev/null
    case $1 in
        blueprint)
            for file in fixtures/*/*/from.sql; do
                (cat "$file"; printf '\n-- TO\n'; cat "${file%from.sql}to.sql") >"$folder/fixture-$number"
                number=$((number + 1))
            done ;;
        plan)                  # what becomes of some of them
            mkdir "$empty/some"
            for file in fixtures/*/a*/from.sql; do
                (cat "$file"; printf '\n-- TO\n'; cat "${file%from.sql}to.sql") >"$empty/some/$number"
                number=$((number + 1))
            done
            FUZZ_TARGET=blueprint FUZZ_PLANS=$folder "$program" -runs=0 "$empty/some" >/dev/null 2>&1
            rm -r "$empty/some" ;;
        expression)            # each line as an expression, and what follows "query" as one
            while IFS= read -r line; do
                case $line in
                    '#'* | '' | CREATE* | 'check '* | 'default '* | 'generated '* | 'index '* | 'policy '* | 'when '* | 'value '*) ;;
                    SELECT* | WITH* | VALUES*) printf '\001%s' "$line" >"$folder/pair-$((number++))" ;;
                    *) printf '\010%s' "$line" >"$folder/pair-$((number++))" ;;
                esac
            done <fixtures/canon.txt ;;
    esac
}

mkdir -p "$broken"
top=$PWD

for target in "$@"; do
    found=$top/$BUILD/found/$target
    mkdir -p "$found"
    seeds "$target" "$found"
    words=$top/tests/fuzz/$target.dict
    [ -e "$words" ] || words=$top/tests/fuzz/blueprint.dict
    echo "fuzzing $target for $SECONDS_EACH s"
    (cd "$empty" && FUZZ_TARGET=$target "$program" -max_total_time="$SECONDS_EACH" -timeout=20 -rss_limit_mb=3000 -max_len=8000 \
        -dict="$words" -artifact_prefix="$broken/$target-" -print_final_stats=1 ${FUZZ_OPTIONS:-}  "$found") >"$broken/$target.log" 2>&1
    status=$?
    if [ $status -ne 0 ]; then
        grep -vE '^#[0-9]+	(NEW|REDUCE|pulse|RELOAD|INITED)' "$broken/$target.log" | tail -60
        echo "FAIL  $target: see $broken"
        failed=1
    else
        sed -nE 's/^stat::number_of_executed_units: *([0-9]+)/\1/p' "$broken/$target.log" | sed "s/^/ok    $target: texts tried: /"
    fi
done
exit $failed
