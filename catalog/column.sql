-- Columns of tables, dropped ones left out. Since version 17 a partition's identity is that of its table, and not told here.
SELECT a.attrelid, a.attnum, n.nspname AS schema, c.relname AS parent, a.attname AS name, a.attacl::text[] AS acl,
       -- a sub-select: without statistics the planner would join by comparing every column with every comment
       (SELECT d.description FROM pg_description d WHERE d.objoid = a.attrelid AND d.classoid = 'pg_class'::regclass AND d.objsubid = a.attnum) AS comment,
       format_type(a.atttypid, a.atttypmod) AS type,
       CASE WHEN a.attcollation NOT IN (0, t.typcollation) THEN a.attcollation::regcollation::text END AS collation,
       a.attnotnull AS not_null,
       CASE WHEN NOT (c.relispartition AND current_setting('server_version_num')::integer >= 170000) THEN a.attidentity END AS identity,
       s.sequence, s.seqstart AS start, s.seqincrement AS increment, s.seqmin AS min, s.seqmax AS max, s.seqcache AS cache,
       s.seqcycle AS cycle,
       a.attgenerated AS generated_kind, CASE WHEN a.attgenerated <> '' THEN pg_get_expr(v.adbin, v.adrelid) END AS generated, v.oid AS attrdef,
       nullif(a.attstorage, t.typstorage) AS storage, a.attcompression AS compression, coalesce(a.attstattarget, -1) AS statistics,
       a.attoptions AS options, NOT a.attislocal AS inherited, coalesce(a.attnum = ANY (p.partattrs::smallint[]), false) AS in_partition_key
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum AND a.attgenerated <> ''
LEFT JOIN pg_partitioned_table p ON p.partrelid = a.attrelid
LEFT JOIN (SELECT d.refobjid, d.refobjsubid, q.seqrelid::regclass::text AS sequence, q.*
           FROM pg_sequence q
           JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = q.seqrelid AND d.deptype = 'i'
                               AND d.refclassid = 'pg_class'::regclass) AS s
       ON s.refobjid = a.attrelid AND s.refobjsubid = a.attnum AND a.attidentity <> ''
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p')
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'hcmigrate')
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
