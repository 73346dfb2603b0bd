-- Catalog rows that stand for an object of another catalog: a rule for its view, an array or row type for its element or
-- relation. Not an object kind: see catalog/depend.c.
SELECT 2618 AS class, r.oid AS oid, 1259 AS for_class, r.ev_class AS for_oid
FROM pg_rewrite r WHERE r.ev_class >= 16384 AND r.rulename = '_RETURN'
UNION ALL
SELECT 1247, t.oid, 1259, t.typrelid FROM pg_type t WHERE t.oid >= 16384 AND t.typrelid <> 0
UNION ALL
SELECT 1247, t.typarray, 1247, t.oid FROM pg_type t WHERE t.oid >= 16384 AND t.typarray <> 0 AND t.typrelid = 0
UNION ALL
SELECT 1247, t.typarray, 1259, t.typrelid FROM pg_type t WHERE t.oid >= 16384 AND t.typarray <> 0 AND t.typrelid <> 0
