-- Indexes, those of constraints too, without those that hang on the index of a partitioned table. Columns and operator classes
-- are told by number, and columns in expressions as reader_by_number() wants them (catalog/read.h); the whole definition where the catalog
-- does not tell whether the collation of an expression was written. A column that a version lacks is taken from "missing".
SELECT c.oid, n.nspname AS schema, t.relname AS parent, t.oid AS relation, c.relname AS name, k.oid IS NOT NULL AS of_constraint, am.amname AS method,
       i.indisunique AS "unique", t.relkind = 'p' AS partitioned, i.indnullsnotdistinct AS nulls_not_distinct, i.indnkeyatts AS keys, i.indkey AS columns,
       i.indclass AS opclasses, i.indcollation AS collations, i.indoption AS element_options,
       pg_get_expr(i.indpred, r.names) AS "where", pg_get_expr(i.indexprs, r.names) AS expressions, r.names <> i.indrelid AS by_number,
       CASE WHEN i.indexprs IS NOT NULL AND NOT i.indcollation::oid[] <@ ARRAY[0, 100]::oid[] THEN pg_get_indexdef(i.indexrelid) END AS definition,
       i.indpred IS NOT NULL AS has_where, c.reloptions AS options,
       ts.spcname AS tablespace, NOT (i.indisvalid AND i.indisready AND i.indislive) AS invalid,
       keys_of_partitions.oids AS keys_of_partitions
FROM (SELECT false AS indnullsnotdistinct) AS missing
CROSS JOIN LATERAL (SELECT indexrelid, indrelid, indisunique, indisvalid, indisready, indislive, indnkeyatts, indkey, indclass, indcollation,
                           indoption, indpred, indexprs, indnullsnotdistinct
                    FROM pg_index WHERE indexrelid >= 16384) AS i
JOIN pg_class c ON c.oid = i.indexrelid AND NOT c.relispartition
JOIN pg_class t ON t.oid = i.indrelid AND t.relkind IN ('r', 'p', 'm')
CROSS JOIN LATERAL (SELECT CASE WHEN t.relnatts <= 24 THEN 'pg_attribute'::regclass ELSE t.oid END AS names) AS r
JOIN pg_namespace n ON n.oid = t.relnamespace
JOIN pg_am am ON am.oid = c.relam
LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
LEFT JOIN pg_constraint k ON k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')
LEFT JOIN (SELECT h.inhparent, array_to_string(array_agg(p.oid ORDER BY p.oid), ' ') AS oids
           FROM pg_inherits h JOIN pg_constraint p ON p.conindid = h.inhrelid AND p.contype IN ('p', 'u', 'x') AND p.conparentid = 0
           GROUP BY h.inhparent) AS keys_of_partitions ON keys_of_partitions.inhparent = c.oid
LEFT JOIN pg_depend e ON e.classid = 'pg_class'::regclass AND e.objid = t.oid AND e.objsubid = 0 AND e.refclassid = 'pg_extension'::regclass AND e.deptype = 'e'
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'hcmigrate') AND e.objid IS NULL
