-- Rewrite rules: one row each, without those that are views (ON SELECT).
SELECT r.oid, n.nspname AS schema, c.relname AS parent, r.rulename AS name, d.description AS comment, r.ev_type AS event,
       r.is_instead AS instead, r.ev_enabled AS enabled, pg_get_ruledef(r.oid) AS definition
FROM pg_rewrite r
JOIN pg_class c ON c.oid = r.ev_class
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d ON d.objoid = r.oid AND d.classoid = 'pg_rewrite'::regclass AND d.objsubid = 0
LEFT JOIN pg_depend e ON e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.objsubid = 0 AND e.deptype = 'e'
LEFT JOIN pg_depend m ON m.classid = 'pg_rewrite'::regclass AND m.objid = r.oid AND m.deptype = 'e'
WHERE r.ev_type <> '1' AND e.objid IS NULL AND m.objid IS NULL
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'hcmigrate') AND n.nspname !~ '^pg_(toast|temp)'
