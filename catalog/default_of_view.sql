-- Defaults of columns of views.
SELECT v.oid, n.nspname AS schema, c.relname AS parent, a.attname AS name, pg_get_expr(v.adbin, v.adrelid) AS value
FROM pg_attrdef v
JOIN pg_class c ON c.oid = v.adrelid AND c.relkind = 'v'
JOIN pg_attribute a ON a.attrelid = v.adrelid AND a.attnum = v.adnum
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'hcmigrate')
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
