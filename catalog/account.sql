-- How many objects each catalog has, one row for each reason not to manage them, and one with the OIDs of those that may be managed:
-- "system" (made by initdb, or in a system schema), "extension" (a member, or part of one), "temporary", "internal" (made and
-- dropped with another object, which stands for it). Not an object kind: see catalog/account.c.
-- 16384 is FirstNormalObjectId (access/transam.h).
WITH member AS (
    SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), part AS (                                      -- what another object makes and takes along by itself
    SELECT DISTINCT classid, objid FROM pg_depend WHERE deptype = 'i' AND objid >= 16384 AND objsubid = 0
), space AS (
    SELECT oid, CASE WHEN nspname LIKE 'pg\_temp\_%' OR nspname LIKE 'pg\_toast\_temp\_%' THEN 'temporary'
                     WHEN nspname = 'pg_toast' THEN 'internal'
                     WHEN nspname LIKE 'pg\_%' OR nspname = 'information_schema' THEN 'system'
                     WHEN nspname = 'hcmigrate' THEN 'journal' END AS sort
    FROM pg_namespace
), relation AS (                                  -- a relation that is an extension's, or temporary, is so with all that hangs on it
    SELECT c.oid, coalesce(s.sort, CASE WHEN m.objid IS NOT NULL THEN 'extension' END) AS sort
    FROM pg_class c JOIN space s ON s.oid = c.relnamespace LEFT JOIN member m ON m.classid = 'pg_class'::regclass AND m.objid = c.oid
), row (class, oid, sort) AS (
    SELECT 'pg_namespace'::regclass, n.oid, s.sort FROM pg_namespace n JOIN space s ON s.oid = n.oid
    UNION ALL
    SELECT 'pg_class'::regclass, c.oid, coalesce(o.sort, r.sort, CASE WHEN c.relkind = 't' OR k.oid IS NOT NULL OR (c.relkind IN ('i', 'I') AND (tc.relkind = 't' OR c.relispartition)) THEN 'internal' END)
    FROM pg_class c JOIN relation r ON r.oid = c.oid
    LEFT JOIN pg_index i ON i.indexrelid = c.oid
    LEFT JOIN relation o ON o.oid = i.indrelid
    LEFT JOIN pg_class tc ON tc.oid = i.indrelid
    LEFT JOIN pg_constraint k ON k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, coalesce(s.sort, r.sort, CASE WHEN t.typelem <> 0 AND t.typcategory = 'A' OR t.typtype IN ('c', 'm') AND NOT coalesce(c.relkind = 'c', false) THEN 'internal' END)
    FROM pg_type t JOIN space s ON s.oid = t.typnamespace
    LEFT JOIN pg_class c ON c.oid = t.typrelid
    LEFT JOIN relation r ON r.oid = t.typrelid
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, s.sort FROM pg_proc p JOIN space s ON s.oid = p.pronamespace
    UNION ALL
    SELECT 'pg_constraint'::regclass, k.oid, coalesce(s.sort, r.sort, CASE WHEN k.contype = 't' OR k.conparentid <> 0 OR NOT k.conislocal AND k.coninhcount > 0 THEN 'internal' END)
    FROM pg_constraint k JOIN space s ON s.oid = k.connamespace LEFT JOIN relation r ON r.oid = k.conrelid
    UNION ALL
    SELECT 'pg_trigger'::regclass, t.oid, coalesce(r.sort, CASE WHEN t.tgisinternal OR t.tgparentid <> 0 THEN 'internal' END)
    FROM pg_trigger t JOIN relation r ON r.oid = t.tgrelid
    UNION ALL
    SELECT 'pg_policy'::regclass, p.oid, r.sort FROM pg_policy p JOIN relation r ON r.oid = p.polrelid
    UNION ALL
    SELECT 'pg_rewrite'::regclass, w.oid, coalesce(r.sort, CASE WHEN w.rulename = '_RETURN' THEN 'internal' END) FROM pg_rewrite w JOIN relation r ON r.oid = w.ev_class
    UNION ALL
    SELECT 'pg_attrdef'::regclass, d.oid, r.sort FROM pg_attrdef d JOIN relation r ON r.oid = d.adrelid
    UNION ALL
    SELECT 'pg_statistic_ext'::regclass, x.oid, coalesce(s.sort, r.sort) FROM pg_statistic_ext x JOIN space s ON s.oid = x.stxnamespace JOIN relation r ON r.oid = x.stxrelid
    UNION ALL
    SELECT 'pg_collation'::regclass, c.oid, s.sort FROM pg_collation c JOIN space s ON s.oid = c.collnamespace
    UNION ALL
    SELECT 'pg_conversion'::regclass, c.oid, s.sort FROM pg_conversion c JOIN space s ON s.oid = c.connamespace
    UNION ALL
    SELECT 'pg_operator'::regclass, o.oid, s.sort FROM pg_operator o JOIN space s ON s.oid = o.oprnamespace
    UNION ALL
    SELECT 'pg_opclass'::regclass, o.oid, s.sort FROM pg_opclass o JOIN space s ON s.oid = o.opcnamespace
    UNION ALL
    SELECT 'pg_opfamily'::regclass, o.oid, s.sort FROM pg_opfamily o JOIN space s ON s.oid = o.opfnamespace
    UNION ALL
    SELECT 'pg_ts_config'::regclass, x.oid, s.sort FROM pg_ts_config x JOIN space s ON s.oid = x.cfgnamespace
    UNION ALL
    SELECT 'pg_ts_dict'::regclass, x.oid, s.sort FROM pg_ts_dict x JOIN space s ON s.oid = x.dictnamespace
    UNION ALL
    SELECT 'pg_ts_parser'::regclass, x.oid, s.sort FROM pg_ts_parser x JOIN space s ON s.oid = x.prsnamespace
    UNION ALL
    SELECT 'pg_ts_template'::regclass, x.oid, s.sort FROM pg_ts_template x JOIN space s ON s.oid = x.tmplnamespace
    UNION ALL
    SELECT 'pg_cast'::regclass, oid, NULL FROM pg_cast UNION ALL SELECT 'pg_transform'::regclass, oid, NULL FROM pg_transform
    UNION ALL
    SELECT 'pg_am'::regclass, oid, NULL FROM pg_am UNION ALL SELECT 'pg_language'::regclass, oid, CASE WHEN lanname = 'plpgsql' THEN 'extension' END FROM pg_language
    UNION ALL
    SELECT 'pg_extension'::regclass, oid, CASE WHEN extname = 'plpgsql' THEN 'system' END FROM pg_extension
    UNION ALL
    SELECT 'pg_foreign_data_wrapper'::regclass, oid, NULL FROM pg_foreign_data_wrapper UNION ALL SELECT 'pg_foreign_server'::regclass, oid, NULL FROM pg_foreign_server
    UNION ALL
    SELECT 'pg_event_trigger'::regclass, oid, NULL FROM pg_event_trigger UNION ALL SELECT 'pg_publication'::regclass, oid, NULL FROM pg_publication
    UNION ALL
    SELECT 'pg_default_acl'::regclass, oid, NULL FROM pg_default_acl UNION ALL SELECT 'pg_largeobject'::regclass, oid, NULL FROM pg_largeobject_metadata
    UNION ALL
    SELECT 'pg_user_mapping'::regclass, umid, NULL FROM pg_user_mappings
), sorted AS (
    SELECT r.class, r.oid,
           CASE WHEN r.sort <> 'system' OR (r.sort = 'system' AND r.oid < 16384) THEN r.sort
                WHEN r.oid < 16384 AND NOT (r.class = 'pg_namespace'::regclass AND EXISTS (SELECT FROM pg_namespace n WHERE n.oid = r.oid AND n.nspname = 'public')) THEN 'system'
                WHEN m.objid IS NOT NULL THEN 'extension'
                WHEN p.objid IS NOT NULL AND r.class IN ('pg_class'::regclass, 'pg_type'::regclass, 'pg_proc'::regclass, 'pg_opfamily'::regclass, 'pg_cast'::regclass) THEN 'internal' END AS sort
    FROM row r
    LEFT JOIN member m ON m.classid = r.class AND m.objid = r.oid
    LEFT JOIN part p ON p.classid = r.class AND p.objid = r.oid
)
SELECT class::text AS class, sort, count(*) AS count, CASE WHEN sort IS NULL THEN array_agg(oid) END AS oids
FROM sorted
GROUP BY sorted.class, sort
ORDER BY 1, 2
