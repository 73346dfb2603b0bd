-- Constraints of tables and domains, without what partitions and children only have from their parents. Columns are told by number
-- (catalog/read.h), and in expressions as reader_by_number() wants them. A column that a version lacks is taken from "missing".
SELECT c.oid, c.conrelid AS relation, c.contypid AS type_oid, c.conname AS name, c.contype AS type,
       pg_get_expr(c.conbin, CASE WHEN c.by_number THEN 'pg_attribute'::regclass ELSE c.conrelid END) AS "check", c.by_number, c.conkey AS columns,
       rn.nspname AS ref_schema, rt.relname AS ref_table, c.confrelid AS ref_relation, c.confkey AS ref_columns,
       c.confdelsetcols AS on_delete_columns, c.confupdtype AS on_update, c.confdeltype AS on_delete, c.confmatchtype AS match,
       c.connoinherit AS no_inherit, c.condeferrable AS deferrable, c.condeferred AS initially_deferred, NOT c.convalidated AS not_valid,
       c.conperiod AS without_overlaps, NOT c.conenforced AS not_enforced, c.conindid AS index
FROM (SELECT NULL::smallint[] AS confdelsetcols, true AS conenforced, false AS conperiod) AS missing
CROSS JOIN LATERAL (SELECT oid, conname, contype, condeferrable, condeferred, convalidated, conrelid, contypid, conindid, conparentid,
                           confrelid, confupdtype, confdeltype, confmatchtype, conislocal, connoinherit, conkey, confkey, conbin,
                           confdelsetcols, conenforced, conperiod, contype = 'c' AND 1 <= ALL (conkey) AND 24 >= ALL (conkey) AS by_number
                    FROM pg_constraint WHERE contype IN ('p', 'u', 'x', 'f', 'c') AND conislocal AND conparentid = 0 AND oid >= 16384) AS c
LEFT JOIN pg_class rt ON rt.oid = c.confrelid AND c.contype = 'f'
LEFT JOIN pg_namespace rn ON rn.oid = rt.relnamespace
