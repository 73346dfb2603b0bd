-- Indexes, without those of constraints and those that hang on the index of a partitioned table.
-- A column that a version lacks is taken from "missing".
SELECT c.oid, n.nspname AS schema, t.relname AS parent, c.relname AS name, am.amname AS method, i.indisunique AS "unique",
       i.indnullsnotdistinct AS nulls_not_distinct, i.indpred IS NOT NULL AS has_where, pg_get_expr(i.indpred, i.indrelid) AS "where", c.reloptions AS options,
       ts.spcname AS tablespace, NOT (i.indisvalid AND i.indisready AND i.indislive) AS invalid, d.description AS comment
FROM (SELECT false AS indnullsnotdistinct) AS missing
CROSS JOIN LATERAL (SELECT indexrelid, indrelid, indisunique, indisvalid, indisready, indislive, indpred, indnullsnotdistinct
                    FROM pg_index) AS i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_am am ON am.oid = c.relam
LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'hcmigrate')
  AND t.relkind IN ('r', 'p', 'm') AND NOT c.relispartition
  AND NOT EXISTS (SELECT FROM pg_constraint con WHERE con.conindid = c.oid AND con.contype IN ('p', 'u', 'x'))
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = t.oid AND e.deptype = 'e')
