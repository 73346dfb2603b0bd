-- Schemas that publications have, since PostgreSQL 15: one row each. Not an object kind: see catalog/publication_member.c.
SELECT s.oid, n.nspname AS schema, p.pubname AS name
FROM pg_publication_namespace s
JOIN pg_publication p ON p.oid = s.pnpubid
JOIN pg_namespace n ON n.oid = s.pnnspid
LEFT JOIN pg_depend e ON e.classid = 'pg_publication'::regclass AND e.objid = p.oid AND e.deptype = 'e'
WHERE e.objid IS NULL AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'hcmigrate')
