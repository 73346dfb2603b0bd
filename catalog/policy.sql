-- Row security policies: one row each. Role 0 is PUBLIC.
SELECT p.oid, n.nspname AS schema, c.relname AS parent, p.polname AS name, d.description AS comment,
       p.polpermissive AS permissive, p.polcmd AS command,
       ARRAY(SELECT DISTINCT r.rolname FROM pg_roles r WHERE r.oid = ANY (p.polroles)) AS roles, 0 = ANY (p.polroles) AS for_public,
       pg_get_expr(p.polqual, p.polrelid) AS using_expr, pg_get_expr(p.polwithcheck, p.polrelid) AS check_expr,
       p.polqual IS NOT NULL AS has_using, p.polwithcheck IS NOT NULL AS has_check
FROM pg_policy p
JOIN pg_class c ON c.oid = p.polrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d ON d.objoid = p.oid AND d.classoid = 'pg_policy'::regclass AND d.objsubid = 0
LEFT JOIN pg_depend e ON e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.objsubid = 0 AND e.refclassid = 'pg_extension'::regclass AND e.deptype = 'e'
WHERE e.objid IS NULL
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'hcmigrate') AND n.nspname !~ '^pg_(toast|temp)'
