-- Text search templates: one row each, options as CREATE TEXT SEARCH TEMPLATE wants them.
SELECT t.oid, n.nspname AS schema, t.tmplname AS base, c.description AS comment,
       array_remove(ARRAY[
           CASE WHEN t.tmplinit <> 0 THEN 'INIT = ' || t.tmplinit::text END,
           'LEXIZE = ' || t.tmpllexize::text], NULL) AS options
FROM pg_ts_template t
JOIN pg_namespace n ON n.oid = t.tmplnamespace
LEFT JOIN pg_description c ON c.classoid = 'pg_ts_template'::regclass AND c.objoid = t.oid AND c.objsubid = 0
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'hcmigrate')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_ts_template'::regclass AND d.objid = t.oid AND d.deptype = 'e')
