-- Columns of indexes, those of constraints too (there only what the constraint itself does not tell). Not an object kind: see catalog/index.c.
SELECT k.indexrelid AS oid, k.n, k.n > k.indnkeyatts AS included, a.attname AS "column",
       CASE WHEN k.attnum = 0 THEN pg_get_indexdef(k.indexrelid, k.n::integer, false) END AS expression, k.attnum = 0 AS is_expression,
       CASE WHEN co.oid IS NULL OR k.indcollation[k.n - 1] = a.attcollation OR k.attnum = 0 AND k.indcollation[k.n - 1] = 100 THEN NULL
            WHEN co.collnamespace = 'pg_catalog'::regnamespace THEN quote_ident(co.collname)
            ELSE format('%I.%I', con.nspname, co.collname) END AS collation,
       CASE WHEN k.attnum = 0 AND k.indcollation[k.n - 1] NOT IN (0, 100) THEN pg_get_indexdef(k.indexrelid) END AS definition,
       CASE WHEN o.oid IS NULL OR o.opcdefault AND (own.oid IS NULL OR own.oid = o.oid) AND ia.attoptions IS NULL THEN NULL
            WHEN o.opcnamespace = 'pg_catalog'::regnamespace THEN quote_ident(o.opcname)
            ELSE format('%I.%I', opn.nspname, o.opcname) END AS opclass,
       ia.attoptions AS opclass_options, k.indoption[k.n - 1] & 1 = 1 AS descending, k.indoption[k.n - 1] & 2 = 2 AS nulls_first,
       CASE WHEN op.oprnamespace = 'pg_catalog'::regnamespace THEN op.oprname::text
            WHEN op.oid IS NOT NULL THEN format('OPERATOR(%I.%s)', opns.nspname, op.oprname) END AS with_operator,
       nullif(ia.attstattarget, -1) AS statistics
FROM (SELECT i.indexrelid, i.indrelid, i.indnkeyatts, i.indclass, i.indcollation, i.indoption, x.contype, x.conexclop, u.attnum, u.n
      FROM pg_index i
      JOIN pg_class c ON c.oid = i.indexrelid AND NOT c.relispartition
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_constraint x ON x.conindid = i.indexrelid AND x.contype IN ('p', 'u', 'x')
      CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS u (attnum, n)
      WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'hcmigrate')
        AND (x.contype IS NULL OR x.contype = 'x' OR u.n > i.indnkeyatts)) AS k
JOIN pg_attribute ia ON ia.attrelid = k.indexrelid AND ia.attnum = k.n
LEFT JOIN pg_attribute a ON a.attrelid = k.indrelid AND a.attnum = k.attnum
LEFT JOIN pg_collation co ON co.oid = k.indcollation[k.n - 1]
LEFT JOIN pg_namespace con ON con.oid = co.collnamespace
LEFT JOIN pg_opclass o ON o.oid = k.indclass[k.n - 1]
LEFT JOIN pg_namespace opn ON opn.oid = o.opcnamespace
LEFT JOIN pg_opclass own ON own.opcmethod = o.opcmethod AND own.opcdefault AND own.opcintype = a.atttypid
LEFT JOIN pg_operator op ON op.oid = k.conexclop[k.n]
LEFT JOIN pg_namespace opns ON opns.oid = op.oprnamespace
ORDER BY 1, 2
