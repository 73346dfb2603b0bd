-- Columns of views and materialized views of which something is said: one row each. pg_attver is the server's own stamp.
SELECT n.nspname AS schema, c.relname AS parent, a.attname AS name, d.description AS comment, a.attacl::text[] AS acl,
       coalesce(a.attstattarget, -1) AS statistics,
       CASE WHEN a.attstorage <> t.typstorage
            THEN CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END AS storage,
       CASE t.typstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END AS type_storage,
       CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression, o.options
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN LATERAL (
    SELECT array_agg(option) AS options FROM unnest(a.attoptions) AS option WHERE option !~ '^pg_attver='
) o ON c.relkind = 'm'
LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = a.attnum
LEFT JOIN pg_depend e ON e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.objsubid = 0 AND e.refclassid = 'pg_extension'::regclass AND e.deptype = 'e'
WHERE c.relkind IN ('v', 'm') AND e.objid IS NULL
  AND (d.description IS NOT NULL OR a.attacl IS NOT NULL
       OR c.relkind = 'm' AND (coalesce(a.attstattarget, -1) <> -1 OR a.attstorage <> t.typstorage OR a.attcompression <> ''
                               OR o.options IS NOT NULL))
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'hcmigrate') AND n.nspname !~ '^pg_(toast|temp)'
