-- Catalog rows that stand for an object of another catalog: a rule for its view, an array or row type for its element or
-- relation, a multirange type and the constructors for their range type, a member of an operator class or family for that.
-- Class 0: the index of a partition that a foreign key leans on for the index or key of its table, which it is a part of. Not an object kind: see catalog/depend.c.
SELECT 2618 AS class, r.oid AS oid, 1259 AS for_class, r.ev_class AS for_oid
FROM pg_rewrite r WHERE r.ev_class >= 16384 AND r.rulename = '_RETURN'
UNION ALL
SELECT 1247, t.oid, 1259, t.typrelid FROM pg_type t WHERE t.oid >= 16384 AND t.typrelid <> 0
UNION ALL
SELECT 1247, t.typarray, 1247, t.oid FROM pg_type t WHERE t.oid >= 16384 AND t.typarray <> 0 AND t.typrelid = 0
UNION ALL
SELECT 1247, t.typarray, 1259, t.typrelid FROM pg_type t WHERE t.oid >= 16384 AND t.typarray <> 0 AND t.typrelid <> 0
UNION ALL
SELECT 1247, unnest(ARRAY[m.oid, m.typarray]), 1247, r.rngtypid
FROM pg_range r JOIN pg_type m ON m.oid = r.rngmultitypid
WHERE r.rngtypid >= 16384
UNION ALL
SELECT 1255, d.objid, 1247, r.rngtypid
FROM pg_range r JOIN pg_depend d ON d.classid = 1255 AND d.refclassid = 1247 AND d.refobjid IN (r.rngtypid, r.rngmultitypid) AND d.deptype = 'i'
WHERE r.rngtypid >= 16384
UNION ALL
SELECT d.classid, d.objid, d.refclassid, d.refobjid
FROM pg_depend d
WHERE d.classid IN (2602, 2603) AND d.refclassid IN (2616, 2753) AND d.objid >= 16384 AND d.deptype IN ('a', 'i')
  AND NOT EXISTS (SELECT FROM pg_amop o WHERE o.oid = d.objid AND d.classid = 2602 AND d.refclassid = 2753 AND o.amopfamily <> d.refobjid)
UNION ALL
SELECT DISTINCT 0, i.oid, 1259, pg_partition_root(i.oid)::oid
FROM pg_constraint k JOIN pg_class i ON i.oid = k.conindid AND i.relispartition
WHERE k.contype = 'f' AND k.conparentid = 0
