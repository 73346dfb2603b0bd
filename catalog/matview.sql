-- Materialized views: one row each. Sizes are those of the statistics: asking for the files would wait behind locks.
SELECT c.oid, n.nspname AS schema, c.relname AS name, pg_get_userbyid(c.relowner) AS owner, c.relacl::text[] AS acl,
       c.reloptions AS options, o.reloptions AS toast_options, d.description AS comment, pg_get_viewdef(c.oid) AS definition,
       c.relispopulated AS populated, nullif(a.amname, 'heap') AS access_method, s.spcname AS tablespace, x.relname AS cluster_on,
       c.reltuples::bigint AS rows, c.relpages::bigint * current_setting('block_size')::bigint AS bytes
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class o ON o.oid = c.reltoastrelid
LEFT JOIN pg_am a ON a.oid = c.relam
LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisclustered
LEFT JOIN pg_class x ON x.oid = i.indexrelid
LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
LEFT JOIN pg_depend e ON e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.objsubid = 0 AND e.deptype = 'e'
WHERE c.relkind = 'm' AND e.objid IS NULL
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'hcmigrate') AND n.nspname !~ '^pg_(toast|temp)'
