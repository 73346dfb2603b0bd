#!/usr/bin/env bash
# layers.sh -- the include rule (docs/architecture.md): a folder includes only what stands to its left, by its full path
# from the top; and each foreign library has one door.
set -u

failed=0
complain() {
    echo "$*" >&2
    failed=1
}

# ---- folders: FOLDER: what it may include besides itself ---------------------------------------------------------

may_include() {
    case $1 in
        engine/base)       echo "" ;;
        engine/model)      echo "engine/base" ;;
        engine/kinds)      echo "engine/base engine/model" ;;
        engine/plan)       echo "engine/base engine/model engine/kinds" ;;
        parser)            echo "engine/base engine/model engine/kinds" ;;
        catalog)           echo "engine/base engine/model engine/kinds parser gen" ;;
        migrations)        echo "engine/base engine/model engine/kinds engine/plan parser catalog gen" ;;
        migrations/report) echo "engine/base engine/model engine/kinds engine/plan parser catalog migrations" ;;
        migrations/cli)    echo "engine/base engine/model engine/kinds engine/plan parser catalog migrations migrations/report" ;;
        *)                 echo unknown ;;
    esac
}

files=$(find engine parser catalog migrations -name '*.[ch]' 2>/dev/null | LC_ALL=C sort)

for file in $files; do
    folder=${file%/*}
    allowed=$(may_include "$folder")
    [ "$allowed" != unknown ] || { complain "$file: a folder that the layout does not know"; continue; }
    while IFS=: read -r line header; do
        [ -n "$line" ] || continue
        case $header in
            */*) target=${header%/*} ;;
            catalog_sql.h) target=gen ;;
            *) # without a folder: only a library's header that a door lets in may be written so
                [ ! -e "$folder/$header" ] || complain "$file:$line: \"$header\" must be included by its path from the top"
                continue ;;
        esac
        case " $folder $allowed " in
            *" $target "*) ;;
            *)  [ "$folder" = parser ] && [ ! -e "$header" ] && continue      # a header of PostgreSQL
                complain "$file:$line: $folder must not include \"$header\"" ;;
        esac
    done <<<"$(sed -n 's/^[ \t]*#[ \t]*include[ \t]*"\([^"]*\)".*/\1/;t found;b;:found;=;p' "$file" | paste -d: - -)"
done

# ---- doors: HEADERS: the only files that may include them ---------------------------------------------------------

door() {                       # door PATTERN FILES-PATTERN
    local file
    for file in $(grep -lE "^[ 	]*#[ 	]*include[ 	]*[<\"]($1)[>\"]" $files /dev/null); do
        [[ $file =~ ^($2)$ ]] || complain "$file: must not include $(grep -oE "[<\"]($1)[>\"]" "$file" | head -1): its only door is $2"
    done
}

if [ -n "$files" ]; then
    door 'pg_query[^">]*|postgres\.h|nodes/[^">]*|utils/[^">]*' 'parser/[a-z_]+\.[ch]'
    door 'libpq-fe\.h|libpq-events\.h|postgresql/[^">]*' 'catalog/conn\.c'
    door 'jansson\.h'  'engine/base/json\.c'
    door 'xxhash\.h'   'engine/base/hash\.c'
    door 'ini\.h'      'migrations/cli/config\.c'
    door 'getopt\.h'   'migrations/cli/options\.c'
fi

[ $failed -eq 0 ] && echo "layers: $(echo "$files" | wc -l) files keep the include rule"
exit $failed
