#!/usr/bin/env bash
# lint.sh LIBPG_QUERY.A OBJECT... -- checks that none of our global symbols is one that libpg_query or libpq has too (it
# would silently take that one's place), and that nobody calls what writes without knowing how much room there is.
set -u

archive=$1
shift
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

libpq=$(${CC:-cc} -print-file-name=libpq.so)
[ -e "$libpq" ] || libpq=$(pg_config --libdir)/libpq.so
for library in "$archive" "$libpq"; do
    [ -e "$library" ] || { echo "lint: no $library" >&2; exit 1; }
done
{
    nm -g --defined-only "$archive"
    nm -D --defined-only "$libpq"
} 2>/dev/null | awk 'NF == 3 { sub(/@.*/, "", $3); print $3 }' | LC_ALL=C sort -u >"$work/theirs"
nm -g --defined-only "$@" 2>/dev/null | awk 'NF == 3 && $3 !~ /^(__|main$)/ { print $3 }' | LC_ALL=C sort -u >"$work/ours"
[ -s "$work/theirs" ] || { echo "lint: nm shows no symbols of $archive" >&2; exit 1; }

clashes=$(LC_ALL=C comm -12 "$work/ours" "$work/theirs")
if [ -n "$clashes" ]; then
    echo "lint: these global names are libpg_query's or libpq's too:" $clashes >&2
    failed=1
fi

calls=$(grep -nwE '(sprintf|vsprintf|strcpy|strcat|gets)[ ]*\(' -r engine parser catalog migrations tests --include='*.[ch]' 2>/dev/null)
if [ -n "$calls" ]; then
    echo "lint: banned calls (use text_addf() or arena_printf()):" >&2
    echo "$calls" >&2
    failed=1
fi

[ $failed -eq 0 ] && echo "lint: $(wc -l <"$work/ours") global symbols, none of $(wc -l <"$work/theirs") foreign ones"
exit $failed
