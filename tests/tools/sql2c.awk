# sql2c.awk -- turns catalog/*.sql into C: each catalog/NAME.sql becomes `const char sql_NAME[]`, word for word.
#
#     awk -v out=source|header -f sql2c.awk catalog/*.sql

function stem(path) {
    sub(/.*\//, "", path)
    sub(/\.sql$/, "", path)
    return path
}

BEGIN {
    if (out == "header")
        print "#ifndef HC_CATALOG_SQL_H\n#define HC_CATALOG_SQL_H\n"
    else
        print "#include \"catalog_sql.h\""
    for (i = 1; i < ARGC; i++)
        if (out == "header")
            print "extern const char sql_" stem(ARGV[i]) "[];"
    if (out == "header") {
        print "\n#endif"
        exit
    }
}

FNR == 1 {
    if (open)
        print ";"
    printf "\nconst char sql_%s[] =\n", stem(FILENAME)
    open = 1
}

{
    gsub(/\\/, "&&")
    gsub(/"/, "\\\"")
    gsub(/\?\?/, "?\\?")
    gsub(/\t/, "\\t")
    gsub(/\r/, "\\r")
    print "    \"" $0 "\\n\""
}

END {
    if (open)
        print "    ;"
}
