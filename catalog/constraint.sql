-- Constraints of tables and domains, without what partitions and children only have from their parents.
-- A column that a version lacks is taken from "missing".
SELECT c.oid, n.nspname AS schema, coalesce(t.relname, ty.typname) AS parent, c.contypid <> 0 AS on_domain, c.conname AS name,
       c.contype AS type, k.columns, pg_get_expr(c.conbin, c.conrelid) AS "check", format_type(ty.typbasetype, ty.typtypmod) AS value_type,
       rn.nspname AS ref_schema, rt.relname AS ref_table, k.ref_columns, c.confupdtype AS on_update, c.confdeltype AS on_delete,
       c.confmatchtype AS match, k.on_delete_columns, c.condeferrable AS deferrable, c.condeferred AS initially_deferred,
       NOT c.convalidated AS not_valid, c.connoinherit AS no_inherit, c.conperiod AS without_overlaps, NOT c.conenforced AS not_enforced,
       CASE WHEN c.contype IN ('p', 'u', 'x') THEN c.conindid END AS index, i.indnullsnotdistinct AS nulls_not_distinct,
       CASE WHEN c.contype = 'x' THEN am.amname END AS method, i.indpred IS NOT NULL AS has_where, pg_get_expr(i.indpred, i.indrelid) AS "where", ic.reloptions AS options,
       ts.spcname AS tablespace, d.description AS comment, id.description AS index_comment
FROM (SELECT NULL::smallint[] AS confdelsetcols, true AS conenforced, false AS conperiod, false AS indnullsnotdistinct) AS missing
CROSS JOIN LATERAL (SELECT oid, conname, connamespace, contype, condeferrable, condeferred, convalidated, conrelid, contypid, conindid,
                           conparentid, confrelid, confupdtype, confdeltype, confmatchtype, conislocal, connoinherit, conkey, confkey,
                           conbin, confdelsetcols, conenforced, conperiod
                    FROM pg_constraint WHERE contype IN ('p', 'u', 'x', 'f', 'c') AND conislocal AND conparentid = 0) AS c
JOIN pg_namespace n ON n.oid = c.connamespace
LEFT JOIN pg_class t ON t.oid = c.conrelid
LEFT JOIN pg_type ty ON ty.oid = c.contypid AND c.contypid <> 0
LEFT JOIN pg_class rt ON rt.oid = c.confrelid AND c.confrelid <> 0
LEFT JOIN pg_namespace rn ON rn.oid = rt.relnamespace
LEFT JOIN LATERAL (SELECT indexrelid, indrelid, indpred, indnullsnotdistinct FROM pg_index) AS i
       ON i.indexrelid = c.conindid AND c.contype IN ('p', 'u', 'x')
LEFT JOIN pg_class ic ON ic.oid = i.indexrelid
LEFT JOIN pg_am am ON am.oid = ic.relam
LEFT JOIN pg_tablespace ts ON ts.oid = ic.reltablespace
LEFT JOIN (SELECT con.oid, array_agg(a.attname ORDER BY key.n) FILTER (WHERE key.list = 1) AS columns,
                  array_agg(a.attname ORDER BY key.n) FILTER (WHERE key.list = 2) AS ref_columns,
                  array_agg(a.attname ORDER BY key.n) FILTER (WHERE key.list = 3) AS on_delete_columns
           FROM (SELECT NULL::smallint[] AS confdelsetcols) AS missing
           CROSS JOIN LATERAL (SELECT oid, conrelid, confrelid, conkey, confkey, confdelsetcols
                               FROM pg_constraint WHERE contype IN ('p', 'u', 'f') AND conislocal AND conparentid = 0) AS con
           CROSS JOIN LATERAL (SELECT con.conrelid AS relid, 1 AS list, * FROM unnest(con.conkey) WITH ORDINALITY AS u (attnum, n)
                               UNION ALL SELECT con.confrelid, 2, * FROM unnest(con.confkey) WITH ORDINALITY AS u (attnum, n)
                               UNION ALL SELECT con.conrelid, 3, * FROM unnest(con.confdelsetcols) WITH ORDINALITY AS u (attnum, n)) AS key
           JOIN pg_attribute a ON a.attrelid = key.relid AND a.attnum = key.attnum
           GROUP BY con.oid) AS k ON k.oid = c.oid
LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_constraint'::regclass AND d.objsubid = 0
LEFT JOIN pg_description id ON id.objoid = i.indexrelid AND id.classoid = 'pg_class'::regclass AND id.objsubid = 0
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'hcmigrate')
  AND (t.relkind IN ('r', 'p') OR ty.typtype = 'd')
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.deptype = 'e' AND e.objsubid = 0
                  AND (e.classid = 'pg_class'::regclass AND e.objid = c.conrelid OR e.classid = 'pg_type'::regclass AND e.objid = c.contypid))
