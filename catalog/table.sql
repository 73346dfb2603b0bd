-- Tables: one row each, partitioned ones, partitions and foreign tables among them. Sizes are those of the statistics: asking for the
-- files would wait behind locks (catalog/sizes.c asks, for the few tables that a plan touches).
SELECT c.oid, n.nspname AS schema, c.relname AS name, pg_get_userbyid(c.relowner) AS owner, c.relacl::text[] AS acl,
       c.relpersistence = 'u' AS unlogged, c.reloptions AS options, t.reloptions AS toast_options,
       p.partrelid IS NOT NULL AS partitioned, CASE WHEN p.partrelid IS NOT NULL THEN pg_get_partkeydef(c.oid) END AS partition_key,
       CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END AS of_type,
       nullif(a.amname, 'heap') AS access_method, s.spcname AS tablespace, fs.srvname AS server, f.ftoptions AS foreign_options,
       c.relrowsecurity AS row_security, c.relforcerowsecurity AS force_row_security,
       CASE c.relkind WHEN 'f' THEN 'd' ELSE c.relreplident END AS replica_identity,
       m.replica_index, m.cluster_on, c.reltuples::bigint AS rows, c.relpages::bigint * current_setting('block_size')::bigint AS bytes
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
LEFT JOIN pg_partitioned_table p ON p.partrelid = c.oid
LEFT JOIN pg_foreign_table f ON f.ftrelid = c.oid
LEFT JOIN pg_foreign_server fs ON fs.oid = f.ftserver
LEFT JOIN pg_am a ON a.oid = c.relam
LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
LEFT JOIN (SELECT i.indrelid, max(x.relname::text) FILTER (WHERE i.indisreplident) AS replica_index,
                  max(x.relname::text) FILTER (WHERE i.indisclustered) AS cluster_on
           FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
           WHERE i.indisreplident OR i.indisclustered
           GROUP BY i.indrelid) AS m ON m.indrelid = c.oid
WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'hcmigrate')
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.refclassid = 'pg_extension'::regclass AND e.deptype = 'e')
