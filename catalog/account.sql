-- How many objects each catalog has, one row for each reason not to manage them, and one with the OIDs of those that may be managed:
-- "system" (made by initdb), "extension" (a member, or part of one), "temporary", "journal", "internal" (made and dropped with another
-- object, which stands for it). Not an object kind: see catalog/account.c.
-- 16384 is FirstNormalObjectId (access/transam.h), 2200 the schema "public"; large objects may have any number. The few schemas and relations that are not as others, and
-- members, are looked up in hashes; reasons are letters until they are counted.
WITH member AS (
    SELECT classid, objid FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
), space AS (
    SELECT oid, CASE WHEN nspname = 'pg_toast' THEN 'i' WHEN nspname = 'hcmigrate' THEN 'j' ELSE 't' END::"char" AS sort
    FROM pg_namespace
    WHERE nspname IN ('pg_toast', 'hcmigrate') OR nspname LIKE 'pg\_temp\_%' OR nspname LIKE 'pg\_toast\_temp\_%'
), relation AS (                                  -- what hangs on one of these is of the same sort; the first one counts
    SELECT c.oid, s.sort FROM pg_class c JOIN space s ON s.oid = c.relnamespace WHERE s.sort <> 'i'
    UNION ALL
    SELECT objid, 'e' FROM member WHERE classid = 'pg_class'::regclass
    UNION ALL
    SELECT i.indexrelid, 'e' FROM pg_index i JOIN member m ON m.objid = i.indrelid WHERE m.classid = 'pg_class'::regclass
), row (class, oid, space, relation, internal) AS (
    SELECT 'pg_namespace'::regclass, oid, oid, 0::oid, false FROM pg_namespace
    UNION ALL
    SELECT 'pg_class'::regclass, oid, relnamespace, oid, relispartition AND relkind IN ('i', 'I') FROM pg_class
    UNION ALL
    SELECT 'pg_type'::regclass, oid, typnamespace, typrelid, typelem <> 0 AND typcategory = 'A' OR typtype = 'm' FROM pg_type
    UNION ALL
    SELECT 'pg_proc'::regclass, oid, pronamespace, 0, false FROM pg_proc
    UNION ALL
    SELECT 'pg_constraint'::regclass, oid, connamespace, conrelid, contype IN ('t', 'n') OR conparentid <> 0 OR NOT conislocal AND coninhcount > 0 FROM pg_constraint
    UNION ALL
    SELECT 'pg_trigger'::regclass, oid, 0, tgrelid, tgisinternal OR tgparentid <> 0 FROM pg_trigger
    UNION ALL
    SELECT 'pg_policy'::regclass, oid, 0, polrelid, false FROM pg_policy
    UNION ALL
    SELECT 'pg_rewrite'::regclass, oid, 0, ev_class, rulename = '_RETURN' FROM pg_rewrite
    UNION ALL
    SELECT 'pg_attrdef'::regclass, oid, 0, adrelid, false FROM pg_attrdef
    UNION ALL
    SELECT 'pg_statistic_ext'::regclass, oid, stxnamespace, stxrelid, false FROM pg_statistic_ext
    UNION ALL
    SELECT 'pg_collation'::regclass, oid, collnamespace, 0, false FROM pg_collation
    UNION ALL
    SELECT 'pg_conversion'::regclass, oid, connamespace, 0, false FROM pg_conversion
    UNION ALL
    SELECT 'pg_operator'::regclass, oid, oprnamespace, 0, oprcode = 0 FROM pg_operator
    UNION ALL
    SELECT 'pg_opclass'::regclass, oid, opcnamespace, 0, false FROM pg_opclass
    UNION ALL
    SELECT 'pg_opfamily'::regclass, oid, opfnamespace, 0, false FROM pg_opfamily
    UNION ALL
    SELECT 'pg_ts_config'::regclass, oid, cfgnamespace, 0, false FROM pg_ts_config
    UNION ALL
    SELECT 'pg_ts_dict'::regclass, oid, dictnamespace, 0, false FROM pg_ts_dict
    UNION ALL
    SELECT 'pg_ts_parser'::regclass, oid, prsnamespace, 0, false FROM pg_ts_parser
    UNION ALL
    SELECT 'pg_ts_template'::regclass, oid, tmplnamespace, 0, false FROM pg_ts_template
    UNION ALL
    SELECT 'pg_cast'::regclass, oid, 0, 0, false FROM pg_cast
    UNION ALL
    SELECT 'pg_transform'::regclass, oid, 0, 0, false FROM pg_transform
    UNION ALL
    SELECT 'pg_am'::regclass, oid, 0, 0, false FROM pg_am
    UNION ALL                                     -- 0: every database has this one from the start, whenever it was made
    SELECT 'pg_language'::regclass, CASE WHEN lanname = 'plpgsql' THEN 0 ELSE oid END, 0, 0, false FROM pg_language
    UNION ALL
    SELECT 'pg_extension'::regclass, CASE WHEN extname = 'plpgsql' THEN 0 ELSE oid END, 0, 0, false FROM pg_extension
    UNION ALL
    SELECT 'pg_foreign_data_wrapper'::regclass, oid, 0, 0, false FROM pg_foreign_data_wrapper
    UNION ALL
    SELECT 'pg_foreign_server'::regclass, oid, 0, 0, false FROM pg_foreign_server
    UNION ALL
    SELECT 'pg_event_trigger'::regclass, oid, 0, 0, false FROM pg_event_trigger
    UNION ALL
    SELECT 'pg_publication'::regclass, oid, 0, 0, false FROM pg_publication
    UNION ALL
    SELECT 'pg_default_acl'::regclass, oid, 0, 0, false FROM pg_default_acl
    UNION ALL
    SELECT 'pg_largeobject'::regclass, oid, 0, 0, false FROM pg_largeobject_metadata
    UNION ALL
    SELECT 'pg_user_mapping'::regclass, umid, 0, 0, false FROM pg_user_mappings
    UNION ALL
    SELECT 'pg_subscription'::regclass, oid, 0, 0, false FROM pg_subscription
    WHERE subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
), sorted AS (
    SELECT class, oid,
           CASE WHEN space IN (SELECT oid FROM space) THEN (SELECT s.sort FROM space s WHERE s.oid = space)
                WHEN relation IN (SELECT oid FROM relation) THEN (SELECT r.sort FROM relation r WHERE r.oid = relation LIMIT 1)
                WHEN oid < 16384 AND oid <> 2200 AND class <> 'pg_largeobject'::regclass THEN 's'
                WHEN internal THEN 'i'
                WHEN (class, oid) IN (SELECT classid, objid FROM member) THEN 'e'
                WHEN class IN ('pg_class'::regclass, 'pg_type'::regclass, 'pg_proc'::regclass, 'pg_opfamily'::regclass, 'pg_cast'::regclass)
                     AND (class, oid) IN (SELECT classid, objid FROM pg_depend
                                          WHERE deptype = 'i' AND objsubid = 0 AND classid IN ('pg_class'::regclass, 'pg_type'::regclass,
                                                'pg_proc'::regclass, 'pg_opfamily'::regclass, 'pg_cast'::regclass)) THEN 'i' END AS sort
    FROM row
    OFFSET 0
), counted AS (
    SELECT class, sort, count(*) AS count, CASE WHEN sort IS NULL THEN array_agg(oid) END AS oids
    FROM sorted
    GROUP BY class, sort
)
SELECT class::text AS class,
       CASE sort WHEN 's' THEN 'system' WHEN 'e' THEN 'extension' WHEN 't' THEN 'temporary' WHEN 'j' THEN 'journal' WHEN 'i' THEN 'internal' END AS sort,
       count, oids
FROM counted
ORDER BY 1, 2
