-- Tables that publications have: one row each. prattrs and prqual came with PostgreSQL 15: where a server lacks them, the names
-- mean those of "absent".
SELECT r.oid, n.nspname AS schema, c.relname AS parent, p.pubname AS name, k.columns, r.prqual IS NOT NULL AS has_filter,
       pg_get_expr(r.prqual, r.prrelid) AS filter
FROM (SELECT NULL::int2vector AS prattrs, NULL::pg_node_tree AS prqual) absent
CROSS JOIN LATERAL (SELECT m.oid, m.prpubid, m.prrelid, prattrs, prqual FROM pg_publication_rel m) r
JOIN pg_publication p ON p.oid = r.prpubid
JOIN pg_class c ON c.oid = r.prrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN LATERAL (
    SELECT array_agg(a.attname) AS columns FROM pg_attribute a WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs)
) k ON true
LEFT JOIN pg_depend e ON e.classid = 'pg_publication'::regclass AND e.objid = p.oid AND e.deptype = 'e'
LEFT JOIN pg_depend ce ON ce.classid = 'pg_class'::regclass AND ce.objid = c.oid AND ce.objsubid = 0 AND ce.deptype = 'e'
WHERE e.objid IS NULL AND ce.objid IS NULL
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'hcmigrate') AND n.nspname !~ '^pg_(toast|temp)'
