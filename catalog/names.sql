-- Names of extension members: what a blueprint may use without declaring it. Not an object kind: see catalog/read.c.
SELECT 't' AS space, n.nspname AS schema, t.typname AS name
FROM pg_depend d JOIN pg_type t ON t.oid = d.objid JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE d.classid = 'pg_type'::regclass AND d.deptype = 'e' AND n.nspname <> 'pg_catalog'
UNION ALL
SELECT 'f', n.nspname, p.proname
FROM pg_depend d JOIN pg_proc p ON p.oid = d.objid JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE d.classid = 'pg_proc'::regclass AND d.deptype = 'e' AND n.nspname <> 'pg_catalog'
UNION ALL
SELECT 'r', n.nspname, c.relname
FROM pg_depend d JOIN pg_class c ON c.oid = d.objid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE d.classid = 'pg_class'::regclass AND d.deptype = 'e' AND n.nspname <> 'pg_catalog'
UNION ALL
SELECT 'w', '', w.fdwname
FROM pg_depend d JOIN pg_foreign_data_wrapper w ON w.oid = d.objid
WHERE d.classid = 'pg_foreign_data_wrapper'::regclass AND d.deptype = 'e'
UNION ALL
SELECT 'o', n.nspname, o.opcname
FROM pg_depend d JOIN pg_opclass o ON o.oid = d.objid JOIN pg_namespace n ON n.oid = o.opcnamespace
WHERE d.classid = 'pg_opclass'::regclass AND d.deptype = 'e' AND n.nspname <> 'pg_catalog'
