-- Names of extensions and of their members: what a blueprint may use without declaring it. Not an object kind: see catalog/read.c.
SELECT 'extension' AS space, NULL AS schema, extname AS name FROM pg_extension WHERE extname <> 'plpgsql'
UNION ALL
SELECT 'type', n.nspname, t.typname
FROM pg_depend d JOIN pg_type t ON t.oid = d.objid JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE d.classid = 'pg_type'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND n.nspname <> 'pg_catalog'
UNION ALL
SELECT 'routine', n.nspname, p.proname
FROM pg_depend d JOIN pg_proc p ON p.oid = d.objid JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND n.nspname <> 'pg_catalog'
UNION ALL
SELECT 'relation', n.nspname, c.relname
FROM pg_depend d JOIN pg_class c ON c.oid = d.objid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND n.nspname <> 'pg_catalog'
UNION ALL
SELECT 'wrapper', '', w.fdwname
FROM pg_depend d JOIN pg_foreign_data_wrapper w ON w.oid = d.objid
WHERE d.classid = 'pg_foreign_data_wrapper'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
UNION ALL
SELECT 'operator class', n.nspname, o.opcname
FROM pg_depend d JOIN pg_opclass o ON o.oid = d.objid JOIN pg_namespace n ON n.oid = o.opcnamespace
WHERE d.classid = 'pg_opclass'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND n.nspname <> 'pg_catalog'
UNION ALL
SELECT 'operator', n.nspname, o.oprname
FROM pg_depend d JOIN pg_operator o ON o.oid = d.objid JOIN pg_namespace n ON n.oid = o.oprnamespace
WHERE d.classid = 'pg_operator'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND n.nspname <> 'pg_catalog'
UNION ALL
SELECT 'template', n.nspname, t.tmplname
FROM pg_depend d JOIN pg_ts_template t ON t.oid = d.objid JOIN pg_namespace n ON n.oid = t.tmplnamespace
WHERE d.classid = 'pg_ts_template'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND n.nspname <> 'pg_catalog'
UNION ALL
SELECT 'dictionary', n.nspname, t.dictname
FROM pg_depend d JOIN pg_ts_dict t ON t.oid = d.objid JOIN pg_namespace n ON n.oid = t.dictnamespace
WHERE d.classid = 'pg_ts_dict'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND n.nspname <> 'pg_catalog'
UNION ALL
SELECT 'parser', n.nspname, t.prsname
FROM pg_depend d JOIN pg_ts_parser t ON t.oid = d.objid JOIN pg_namespace n ON n.oid = t.prsnamespace
WHERE d.classid = 'pg_ts_parser'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND n.nspname <> 'pg_catalog'
UNION ALL
SELECT 'configuration', n.nspname, t.cfgname
FROM pg_depend d JOIN pg_ts_config t ON t.oid = d.objid JOIN pg_namespace n ON n.oid = t.cfgnamespace
WHERE d.classid = 'pg_ts_config'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND n.nspname <> 'pg_catalog'
