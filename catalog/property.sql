-- Properties that no kind has and that differ from what the server sets by itself: one row each. "of" is the relation that the object hangs
-- on, 0 where there is none; "label": only told where the object is not in the model. Not an object kind: see catalog/account.c.
-- 16384 is FirstNormalObjectId (access/transam.h).
WITH space AS (
    SELECT oid FROM pg_namespace WHERE nspname LIKE 'pg\_%' OR nspname IN ('information_schema', 'hcmigrate')
), depend AS MATERIALIZED (
    SELECT classid, objid, objsubid, refclassid, refobjid, deptype FROM pg_depend
    WHERE deptype IN ('e', 'x') OR deptype = 'i' AND classid IN ('pg_proc'::regclass, 'pg_cast'::regclass)
), member AS (
    SELECT classid, objid FROM depend WHERE deptype = 'e'
), relation AS (
    SELECT c.oid, c.relkind, c.relacl, c.reloptions, c.relispartition, c.relpersistence, c.relreplident, c.reltablespace FROM pg_class c
    WHERE c.oid >= 16384 AND c.relnamespace NOT IN (SELECT oid FROM space)
      AND (c.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_class'::regclass))
), initial AS (                                   -- what initdb and the scripts of extensions granted; nobody notes it for information_schema
    SELECT classoid, objoid, objsubid, initprivs FROM pg_init_privs
), granted (class, oid, sub, acl, owner, sort) AS (            -- on the system's own objects and on those of extensions
    SELECT 'pg_class'::regclass, c.oid, 0, c.relacl, c.relowner, CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char" FROM pg_class c
    WHERE c.relkind NOT IN ('i', 'I', 't') AND (c.relnamespace = 'pg_catalog'::regnamespace OR c.oid IN (SELECT objid FROM member WHERE classid = 'pg_class'::regclass))
    UNION ALL
    SELECT 'pg_class'::regclass, a.attrelid, a.attnum, a.attacl, 10, 'c' FROM pg_attribute a
    WHERE a.attacl IS NOT NULL AND (a.attrelid < 16384 OR a.attrelid IN (SELECT objid FROM member WHERE classid = 'pg_class'::regclass))
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, 0, p.proacl, p.proowner, 'f' FROM pg_proc p WHERE p.oid < 16384 OR p.oid IN (SELECT objid FROM member WHERE classid = 'pg_proc'::regclass)
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, 0, t.typacl, t.typowner, 'T' FROM pg_type t WHERE t.typacl IS NOT NULL AND (t.oid < 16384 OR t.oid IN (SELECT objid FROM member WHERE classid = 'pg_type'::regclass))
    UNION ALL
    SELECT 'pg_language'::regclass, l.oid, 0, l.lanacl, l.lanowner, 'l' FROM pg_language l WHERE l.oid < 16384 OR l.oid IN (SELECT objid FROM member WHERE classid = 'pg_language'::regclass)
    UNION ALL
    SELECT 'pg_namespace'::regclass, n.oid, 0, n.nspacl, n.nspowner, 'n' FROM pg_namespace n
    WHERE n.nspname = 'pg_catalog' OR n.oid IN (SELECT objid FROM member WHERE classid = 'pg_namespace'::regclass)
    UNION ALL
    SELECT 'pg_foreign_data_wrapper'::regclass, w.oid, 0, w.fdwacl, w.fdwowner, 'F' FROM pg_foreign_data_wrapper w
    WHERE w.oid IN (SELECT objid FROM member WHERE classid = 'pg_foreign_data_wrapper'::regclass)
), found (class, oid, sub, "of", property, value) AS (
    SELECT 'pg_class'::regclass, c.oid, 0, c.oid, 'replica identity', CASE c.relreplident WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing' ELSE 'index' END
    FROM relation c WHERE c.relkind = 'm' AND c.relreplident <> 'd'
    UNION ALL                                     -- the sequences of identity columns
    SELECT 'pg_class'::regclass, c.oid, 0, t.oid, 'persistence', 'unlogged'
    FROM relation c
    JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i' AND d.refobjsubid > 0
    JOIN pg_class t ON t.oid = d.refobjid AND t.relpersistence <> 'u'
    WHERE c.relkind = 'S' AND c.relpersistence = 'u'
    UNION ALL
    SELECT 'pg_class'::regclass, c.oid, 0, t.oid, 'persistence', 'logged'
    FROM relation t
    JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = t.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'i' AND d.refobjsubid > 0
    JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S' AND c.relpersistence <> 'u'
    WHERE t.relkind = 'r' AND t.relpersistence = 'u' AND current_setting('server_version_num')::int >= 150000
    UNION ALL                                     -- the indexes that partitions have of their parents
    SELECT 'pg_class'::regclass, c.oid, 0, i.indrelid, x.property, x.value
    FROM relation c
    JOIN pg_index i ON i.indexrelid = c.oid
    JOIN pg_inherits h ON h.inhrelid = c.oid
    JOIN pg_class p ON p.oid = h.inhparent
    LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
    CROSS JOIN LATERAL (VALUES ('options', CASE WHEN c.reloptions IS DISTINCT FROM p.reloptions THEN coalesce(c.reloptions::text, 'none') END),
                               ('tablespace', CASE WHEN c.reltablespace <> p.reltablespace THEN coalesce(s.spcname, 'that of the database') END),
                               ('valid', CASE WHEN c.relkind = 'i' AND NOT i.indisvalid THEN 'no' END)) AS x (property, value)
    WHERE c.relkind IN ('i', 'I') AND c.relispartition AND x.value IS NOT NULL
    UNION ALL                                     -- triggers that constraints bring, and those that partitions have of their parents
    SELECT 'pg_trigger'::regclass, t.oid, 0, t.tgrelid, 'enabled', CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' ELSE 'origin' END
    FROM pg_trigger t
    JOIN relation c ON c.oid = t.tgrelid
    LEFT JOIN pg_trigger p ON p.oid = t.tgparentid
    WHERE t.tgisinternal AND t.tgenabled <> 'O' OR NOT t.tgisinternal AND t.tgparentid <> 0 AND t.tgenabled <> p.tgenabled
    UNION ALL                                     -- comments on what stands for another object
    SELECT 'pg_class'::regclass, c.oid, 0, i.indrelid, 'comment', d.description
    FROM pg_description d
    JOIN relation c ON c.oid = d.objoid
    JOIN pg_index i ON i.indexrelid = c.oid
    WHERE d.classoid = 'pg_class'::regclass AND d.objsubid = 0 AND c.relispartition AND c.relkind IN ('i', 'I')
    UNION ALL
    SELECT 'pg_constraint'::regclass, k.oid, 0, k.conrelid, 'comment', d.description
    FROM pg_description d
    JOIN pg_constraint k ON k.oid = d.objoid
    JOIN relation c ON c.oid = k.conrelid
    WHERE d.classoid = 'pg_constraint'::regclass AND (k.contype IN ('t', 'n') OR k.conparentid <> 0 OR NOT k.conislocal)
    UNION ALL
    SELECT 'pg_trigger'::regclass, t.oid, 0, t.tgrelid, 'comment', d.description
    FROM pg_description d
    JOIN pg_trigger t ON t.oid = d.objoid AND (t.tgisinternal OR t.tgparentid <> 0)
    JOIN relation c ON c.oid = t.tgrelid
    WHERE d.classoid = 'pg_trigger'::regclass
    UNION ALL
    SELECT 'pg_rewrite'::regclass, r.oid, 0, r.ev_class, 'enabled', r.ev_enabled::text
    FROM pg_rewrite r
    JOIN relation c ON c.oid = r.ev_class
    WHERE r.rulename = '_RETURN' AND r.ev_enabled <> 'O'
    UNION ALL
    SELECT 'pg_rewrite'::regclass, r.oid, 0, r.ev_class, 'comment', d.description
    FROM pg_description d
    JOIN pg_rewrite r ON r.oid = d.objoid AND r.rulename = '_RETURN'
    JOIN relation c ON c.oid = r.ev_class
    WHERE d.classoid = 'pg_rewrite'::regclass AND d.objoid >= 16384
    UNION ALL                                     -- row types, array types, multirange types
    SELECT 'pg_type'::regclass, t.oid, 0, t.typrelid, x.property, x.value
    FROM (SELECT t.oid, 'privileges', t.typacl::text FROM pg_type t WHERE t.typacl IS NOT NULL
          UNION ALL
          SELECT d.objoid, 'comment', d.description FROM pg_description d WHERE d.classoid = 'pg_type'::regclass) AS x (oid, property, value)
    JOIN pg_type t ON t.oid = x.oid
    LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE x.oid >= 16384 AND t.typnamespace NOT IN (SELECT oid FROM space) AND (c.relkind <> 'c' OR t.typtype = 'm' OR t.typcategory = 'A' AND t.typtype = 'b')
      AND t.oid NOT IN (SELECT objid FROM member WHERE classid = 'pg_type'::regclass)
      AND t.typrelid NOT IN (SELECT objid FROM member WHERE classid = 'pg_class'::regclass)
    UNION ALL                                     -- the constructors of range types, and their casts
    SELECT 'pg_proc'::regclass, p.oid, 0, 0, x.property, x.value
    FROM depend i
    JOIN pg_proc p ON p.oid = i.objid
    LEFT JOIN pg_description d ON d.classoid = 'pg_proc'::regclass AND d.objoid = p.oid
    CROSS JOIN LATERAL (VALUES ('comment', d.description), ('privileges', p.proacl::text)) AS x (property, value)
    WHERE i.classid = 'pg_proc'::regclass AND i.deptype = 'i' AND p.oid >= 16384 AND x.value IS NOT NULL
    UNION ALL
    SELECT 'pg_cast'::regclass, i.objid, 0, 0, 'comment', d.description
    FROM depend i
    JOIN pg_description d ON d.classoid = 'pg_cast'::regclass AND d.objoid = i.objid
    WHERE i.classid = 'pg_cast'::regclass AND i.deptype = 'i' AND i.objid >= 16384
    UNION ALL                                     -- NOT NULL as PostgreSQL 18 keeps it
    SELECT 'pg_constraint'::regclass, k.oid, 0, k.conrelid, x.property, 'yes'
    FROM pg_constraint k
    JOIN relation c ON c.oid = k.conrelid
    CROSS JOIN LATERAL (VALUES ('not valid', NOT k.convalidated), ('no inherit', k.connoinherit)) AS x (property, holds)
    WHERE k.contype = 'n' AND x.holds
    UNION ALL
    SELECT d.classid, d.objid, d.objsubid, 0, 'depends on extension', e.extname
    FROM depend d
    JOIN pg_extension e ON e.oid = d.refobjid
    WHERE d.deptype = 'x' AND d.refclassid = 'pg_extension'::regclass
    UNION ALL                                     -- what users added to the operator families of the system
    SELECT 'pg_opfamily'::regclass, o.amopfamily, 0, 0, 'operator', o.amopopr::regoperator::text
    FROM pg_amop o
    WHERE o.oid >= 16384 AND o.amopfamily < 16384
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_amop'::regclass AND d.objid = o.oid AND d.refclassid = 'pg_opclass'::regclass)
    UNION ALL
    SELECT 'pg_opfamily'::regclass, o.amprocfamily, 0, 0, 'function', o.amproc::regprocedure::text
    FROM pg_amproc o
    WHERE o.oid >= 16384 AND o.amprocfamily < 16384
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_amproc'::regclass AND d.objid = o.oid AND d.refclassid = 'pg_opclass'::regclass)
    UNION ALL
    SELECT 'pg_database'::regclass, b.oid, 0, 0, x.property, x.value
    FROM pg_database b
    LEFT JOIN pg_tablespace s ON s.oid = b.dattablespace
    CROSS JOIN LATERAL (VALUES ('tablespace', nullif(s.spcname, 'pg_default')), ('is template', CASE WHEN b.datistemplate THEN 'yes' END),
                               ('allows connections', CASE WHEN NOT b.datallowconn THEN 'no' END)) AS x (property, value)
    WHERE b.datname = current_database() AND x.value IS NOT NULL
    UNION ALL
    SELECT l.classoid, l.objoid, 0, 0, 'label of ' || l.provider, l.label
    FROM pg_shseclabel l
    JOIN pg_database b ON b.oid = l.objoid AND b.datname = current_database()
    WHERE l.classoid = 'pg_database'::regclass
    UNION ALL
    SELECT l.classoid, l.objoid, l.objsubid, CASE WHEN l.classoid = 'pg_class'::regclass THEN l.objoid ELSE 0 END, 'label of ' || l.provider, l.label
    FROM pg_seclabel l
    UNION ALL
    SELECT g.class, g.oid, g.sub, 0, 'privileges', coalesce(g.acl::text, 'the built-in ones')
    FROM granted g
    LEFT JOIN initial i ON i.classoid = g.class AND i.objoid = g.oid AND i.objsubid = g.sub
    CROSS JOIN LATERAL (SELECT coalesce(g.acl, acldefault(g.sort, g.owner)), coalesce(i.initprivs, acldefault(g.sort, g.owner))) AS x (now, before)
    WHERE (g.acl IS NOT NULL OR i.objoid IS NOT NULL) AND NOT (x.now @> x.before AND x.before @> x.now)
)
SELECT class::text AS class, oid, sub, "of", property LIKE 'label of %' AS label, pg_describe_object(class, oid, sub) AS object, property, value
FROM found
ORDER BY object, property, value
