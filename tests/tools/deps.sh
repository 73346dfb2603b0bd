#!/usr/bin/env bash
# deps.sh check|install [PROGRAM] -- looks for what hcmigrate needs to build and to test. `install` has apt-get bring what is
# missing, when that can be done (Debian, and root or sudo); `check` only says what is missing, and how to get it.
set -u

cc=${CC:-cc}
extra=${2:-}
missing=()

need() {                       # need PACKAGE COMMAND...: PACKAGE is missing unless COMMAND succeeds
    local package=$1
    shift
    "$@" >/dev/null 2>&1 || missing+=("$package")
}

program() { command -v "$1"; }
header() { echo "#include <$1>" | "$cc" -E -xc - ; }
server() {
    local folder
    for folder in "$(pg_config --bindir)" $(echo "$PATH" | tr : ' ') /usr/lib/postgresql/*/bin; do
        [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && return 0
    done
    return 1
}
contrib() { ls /usr/share/postgresql/*/extension/pgcrypto.control "$(pg_config --sharedir)"/extension/pgcrypto.control | grep -q .; }

look() {
    missing=()
    need gcc "$cc" --version
    need libc6-dev header stdio.h
    need binutils program nm
    need libpq-dev program pg_config
    need libjansson-dev header jansson.h
    need libinih-dev header ini.h
    need libxxhash-dev header xxhash.h
    need libcmocka-dev eval '(echo "#include <stdarg.h>"; echo "#include <stddef.h>"; echo "#include <stdint.h>"; echo "#include <setjmp.h>"; echo "#include <cmocka.h>") | "$cc" -E -xc -'
    need postgresql server
    need postgresql-contrib contrib
    need postgresql-client program psql
    [ -z "$extra" ] || need "$extra" program "$extra"
}

look
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "${1:-check}" = install ] && command -v apt-get >/dev/null; then
    root=()
    [ "$(id -u)" -eq 0 ] || root=(sudo -n)
    if [ ${#root[@]} -eq 0 ] || sudo -n true 2>/dev/null; then
        echo "installing: ${missing[*]}"
        "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null || exit 1
        "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" >/dev/null || exit 1
        look
        [ ${#missing[@]} -eq 0 ] && exit 0
    fi
fi

echo "missing: ${missing[*]}" >&2
echo "HINT: on Debian, run: apt-get install ${missing[*]}" >&2
exit 1
