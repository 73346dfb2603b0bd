-- Which table is a child or a partition of which, in the order of each child's parents.
SELECT n.nspname AS schema, c.relname AS parent, fn.nspname AS from_schema, f.relname AS from_table,
       row_number() OVER (PARTITION BY i.inhrelid ORDER BY i.inhseqno) AS position, i.inhdetachpending AS detach_pending,
       c.relispartition AS partition, CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS bound
FROM pg_inherits i
JOIN pg_class c ON c.oid = i.inhrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class f ON f.oid = i.inhparent
JOIN pg_namespace fn ON fn.oid = f.relnamespace
WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'hcmigrate')
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
ORDER BY i.inhrelid, i.inhseqno
