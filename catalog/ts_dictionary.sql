-- Text search dictionaries: one row each; settings is the list of the template's options as the server keeps it.
SELECT t.oid, n.nspname AS schema, t.dictname AS base, pg_get_userbyid(t.dictowner) AS owner, c.description AS comment,
       ARRAY['TEMPLATE = ' || CASE WHEN mn.nspname = 'pg_catalog' THEN '' ELSE quote_ident(mn.nspname) || '.' END || quote_ident(m.tmplname)] AS options,
       t.dictinitoption AS settings
FROM pg_ts_dict t
JOIN pg_namespace n ON n.oid = t.dictnamespace
JOIN pg_ts_template m ON m.oid = t.dicttemplate
JOIN pg_namespace mn ON mn.oid = m.tmplnamespace
LEFT JOIN pg_description c ON c.classoid = 'pg_ts_dict'::regclass AND c.objoid = t.oid AND c.objsubid = 0
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'hcmigrate')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_ts_dict'::regclass AND d.objid = t.oid AND d.deptype = 'e')
