-- Range types. An operator class or collation that is the subtype's default is NULL.
SELECT t.oid, n.nspname AS schema, t.typname AS name, pg_get_userbyid(t.typowner) AS owner, t.typacl::text[] AS acl,
       c.description AS comment, format_type(r.rngsubtype, NULL) AS subtype,
       mn.nspname AS multirange_schema, m.typname AS multirange,
       CASE WHEN NOT o.opcdefault THEN
           CASE WHEN o.opcnamespace <> 'pg_catalog'::regnamespace THEN o.opcnamespace::regnamespace || '.' ELSE '' END || quote_ident(o.opcname)
       END AS opclass,
       CASE WHEN r.rngcollation NOT IN (0, s.typcollation) THEN r.rngcollation::regcollation::text END AS collation,
       nullif(r.rngcanonical::text, '-') AS canonical, nullif(r.rngsubdiff::text, '-') AS subtype_diff
FROM pg_range r
JOIN pg_type t ON t.oid = r.rngtypid
JOIN pg_namespace n ON n.oid = t.typnamespace
JOIN pg_type m ON m.oid = r.rngmultitypid
JOIN pg_namespace mn ON mn.oid = m.typnamespace
JOIN pg_type s ON s.oid = r.rngsubtype
JOIN pg_opclass o ON o.oid = r.rngsubopc
LEFT JOIN pg_description c ON c.classoid = 'pg_type'::regclass AND c.objoid = t.oid AND c.objsubid = 0
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'hcmigrate')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')
