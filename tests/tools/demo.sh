#!/usr/bin/env bash
# demo.sh: the main job in front of your eyes, on a server of its own.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
hcmigrate=${BUILD:-build}/hcmigrate
blueprint=fixtures/hingecraft

say() { printf '\n== %s\n\n' "$*"; }
run() { printf '$ %s\n' "$*"; "$@"; }

if [ -z "${DEMO_INSIDE:-}" ]; then
    say "one command: a throw-away PostgreSQL, the plan applied, verified, planned again"
    run "$hcmigrate" try "$blueprint"
    DEMO_INSIDE=1 exec "$here/with-cluster.sh" bash "$0"
fi

say "the same step by step: the plan for an empty database (the first and the last of it)"
plan=$(mktemp)
trap 'rm -f "$plan"' EXIT
printf '$ %s plan %s -o %s\n' "$hcmigrate" "$blueprint" plan.json
"$hcmigrate" plan "$blueprint" -o "$plan" | sed -n '1,25p; 26s/.*/  .../p'
"$hcmigrate" plan "$blueprint" | tail -4

say "apply the saved plan"
run "$hcmigrate" apply --yes --allow all "$plan" | tail -5

say "plan again: nothing to do; and no drift"
run "$hcmigrate" plan --exit-code "$blueprint"
run "$hcmigrate" drift "$blueprint"

say "somebody changes the database by hand"
table=$(psql -XAtc "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'identity' ORDER BY 1 LIMIT 1")
run psql -X -q -c "ALTER TABLE $table ADD COLUMN quick_fix text DEFAULT 'tmp'" -c "COMMENT ON TABLE $table IS 'edited by hand'"

say "drift is found, and the exit status says so"
status=0
run "$hcmigrate" drift "$blueprint" || status=$?
echo "exit status $status"
[ "$status" = 2 ]

say "and the plan leads back"
run "$hcmigrate" plan "$blueprint"
run "$hcmigrate" apply --yes --allow deletes-data,drops-object "$blueprint" | tail -3
run "$hcmigrate" drift "$blueprint"
