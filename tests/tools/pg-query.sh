#!/usr/bin/env bash
# pg-query.sh FOLDER -- brings libpg_query 17 or newer, as FOLDER/libpg_query.a and FOLDER/include.
#
# The system's own is taken when it is new enough and holds PostgreSQL's headers too (Debian 13 and later). Otherwise
# the packages of Debian 13 are fetched from the mirror that this machine's apt is set to use, checked by apt with the
# keys it trusts, and unpacked into FOLDER. Nothing is installed, and apt's own lists stay as they are.
set -eu

release=trixie
packages="libpg-query-dev libpg-query1706.0"
folder=$1

fail() {
    echo "libpg_query 17 or newer is needed: $1" >&2
    echo "HINT: install its development package, or unpack it and set PGQ to a folder with libpg_query.a and include/" >&2
    exit 1
}

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

# ---- the system's own --------------------------------------------------------------------------------------------

cc=${CC:-cc}
version=$( (echo '#include <pg_query.h>'; echo PG_VERSION_NUM) | "$cc" -E -P -xc - 2>/dev/null | tail -1)
archive=$("$cc" -print-file-name=libpg_query.a)
if [ "${version:-0}" -ge 170000 ] 2>/dev/null && [ -e "$archive" ]; then
    header=$(echo '#include <pg_query.h>' | "$cc" -E -xc - | sed -n 's/^# [0-9]* "\(.*\/pg_query\.h\)".*/\1/p' | head -1)
    if [ -e "${header%.h}/postgres/nodes/parsenodes.h" ]; then
        mkdir -p "$folder/include"
        ln -sfn "$header" "$folder/include/pg_query.h"
        ln -sfn "${header%.h}" "$folder/include/pg_query"
        ln -sfn "$archive" "$folder/libpg_query.a"
        exit 0
    fi
fi

# ---- or a private copy -------------------------------------------------------------------------------------------

command -v apt-get >/dev/null && command -v dpkg >/dev/null || fail "this system has none, and no apt-get to fetch it with"
codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
work=$(mktemp -d "$folder/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/parts" "$work/lists/partial" "$work/cache/archives/partial"

# The entry of this machine's own release, with the newer release's name in its place: deb822 form, else the old one.
sources=$(cat /etc/apt/sources.list.d/*.sources 2>/dev/null | awk -v RS= -v codename="$codename" -v release=$release '
    { entry = "\n" $0 "\n" }
    entry ~ /\nComponents:[^\n]*[ \t]main[ \t\n]/ && entry ~ "\nSuites:([^\n]*[ \t])?" codename "[ \t\n]" && entry ~ /\nTypes:([^\n]*[ \t])?deb[ \t\n]/ {
        sub(/\nSuites:[^\n]*/, "\nSuites: " release, entry)
        sub(/\nComponents:[^\n]*/, "\nComponents: main", entry)
        print entry
        exit
    }')
if [ -n "$sources" ]; then
    echo "$sources" >"$work/parts/release.sources"
else
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | awk -v codename="$codename" -v release=$release '
        $1 == "deb" {
            for (at = 2; at < NF; at++)
                if ($at == codename && $(at + 1) == "main") {
                    $at = release
                    print
                    exit
                }
        }' | sed "s/\( $release main\) .*/\1/" >"$work/parts/release.list"
    [ -s "$work/parts/release.list" ] || fail "apt has no source for \"$codename\" to derive one for \"$release\" from"
fi

apt() {
    (cd "$work" && apt-get -q -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$work/parts" \
        -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" -o APT::Sandbox::User= -o Acquire::Retries=3 \
        -o Acquire::Languages=none "$@") >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "apt-get $1 failed"; }
}

echo "fetching libpg_query 17 ($release) into $folder"
apt update
apt download $packages
for package in "$work"/*.deb; do
    dpkg -x "$package" "$work/root"
done
found=$(find "$work/root" -name libpg_query.a | head -1)
[ -n "$found" ] && [ -e "$work/root/usr/include/pg_query/postgres/nodes/parsenodes.h" ] || fail "the packages hold no full copy"
rm -rf "$folder/include"
mv "$work/root/usr/include" "$folder/include"
cp -r "$work/root/usr/share/doc" "$folder/doc" 2>/dev/null || true
mv "$found" "$folder/libpg_query.a"
touch "$folder/libpg_query.a"
