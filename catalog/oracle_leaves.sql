/*
 * Which relations a plan may show for one that a query names: what a view reads, the children of a partitioned table or a
 * parent, at any depth. Other relations stand for themselves. A view that reads no relation has one row, without a leaf.
 */
WITH RECURSIVE step (top, below) AS (
    SELECT r.ev_class, d.refobjid
    FROM pg_catalog.pg_rewrite r
    JOIN pg_catalog.pg_class c ON c.oid = r.ev_class AND c.relkind = 'v'
    JOIN pg_catalog.pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
    WHERE r.rulename = '_RETURN' AND d.refobjid <> r.ev_class
    UNION
    SELECT i.inhparent, i.inhrelid
    FROM pg_catalog.pg_inherits i
    JOIN pg_catalog.pg_class c ON c.oid = i.inhparent AND c.relkind IN ('r', 'p', 'f')
), reach (top, below) AS (
    SELECT top, below FROM step
    UNION
    SELECT r.top, s.below FROM reach r JOIN step s ON s.top = r.below
)
SELECT n.nspname::text AS schema, c.relname::text AS name, leaf_schema.nspname::text AS leaf_schema, leaf.relname::text AS leaf_name
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN (reach
           JOIN pg_catalog.pg_class leaf ON leaf.oid = reach.below AND leaf.relkind IN ('r', 'm', 'f')
           JOIN pg_catalog.pg_namespace leaf_schema ON leaf_schema.oid = leaf.relnamespace) ON reach.top = c.oid
WHERE c.relkind IN ('v', 'p') OR reach.top IS NOT NULL
