-- Composite types that stand alone, with their attributes in order. A collation that is the type's default is NULL.
SELECT t.oid, t.typrelid, n.nspname AS schema, t.typname AS name, pg_get_userbyid(t.typowner) AS owner, t.typacl::text[] AS acl,
       c.description AS comment, a.names, a.types, a.collations, a.comments
FROM pg_type t
JOIN pg_class r ON r.oid = t.typrelid AND r.relkind = 'c'
JOIN pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN (SELECT a.attrelid, array_agg(a.attname::text ORDER BY a.attnum) AS names,
                  array_agg(format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum) AS types,
                  array_agg(CASE WHEN a.attcollation NOT IN (0, b.typcollation) THEN a.attcollation::regcollation::text END
                            ORDER BY a.attnum) AS collations,
                  array_agg(c.description ORDER BY a.attnum) AS comments
           FROM pg_attribute a
           JOIN pg_class k ON k.oid = a.attrelid AND k.relkind = 'c'
           JOIN pg_type b ON b.oid = a.atttypid
           LEFT JOIN pg_description c ON c.classoid = 'pg_class'::regclass AND c.objoid = a.attrelid AND c.objsubid = a.attnum
           WHERE a.attnum > 0 AND NOT a.attisdropped
           GROUP BY a.attrelid) a ON a.attrelid = r.oid
LEFT JOIN pg_description c ON c.classoid = 'pg_type'::regclass AND c.objoid = t.oid AND c.objsubid = 0
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'hcmigrate')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
