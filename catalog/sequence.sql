-- Sequences, with the column that owns each. Those of identity columns belong to their column.
SELECT r.oid, n.nspname AS schema, r.relname AS name, pg_get_userbyid(r.relowner) AS owner, r.relacl::text[] AS acl,
       c.description AS comment, format_type(s.seqtypid, NULL) AS type, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
       s.seqcycle, r.relpersistence = 'u' AS unlogged, tn.nspname AS owned_schema, tr.relname AS owned_table, ta.attname AS owned_column
FROM pg_sequence s
JOIN pg_class r ON r.oid = s.seqrelid
JOIN pg_namespace n ON n.oid = r.relnamespace
LEFT JOIN pg_depend o ON o.classid = 'pg_class'::regclass AND o.objid = r.oid AND o.objsubid = 0
                     AND o.refclassid = 'pg_class'::regclass AND o.refobjsubid > 0 AND o.deptype IN ('a', 'i')
LEFT JOIN pg_class tr ON tr.oid = o.refobjid
LEFT JOIN pg_namespace tn ON tn.oid = tr.relnamespace
LEFT JOIN pg_attribute ta ON ta.attrelid = o.refobjid AND ta.attnum = o.refobjsubid
LEFT JOIN pg_description c ON c.classoid = 'pg_class'::regclass AND c.objoid = r.oid AND c.objsubid = 0
WHERE o.deptype IS DISTINCT FROM 'i' AND r.relpersistence <> 't'
  AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'hcmigrate')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e')
