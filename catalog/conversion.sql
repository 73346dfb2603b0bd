-- Conversions between encodings: one row each.
SELECT v.oid, n.nspname AS schema, v.conname AS base, pg_get_userbyid(v.conowner) AS owner, c.description AS comment,
       array_remove(ARRAY[
           'FOR = ' || quote_literal(pg_encoding_to_char(v.conforencoding)),
           'TO = ' || quote_literal(pg_encoding_to_char(v.contoencoding)),
           'FROM = ' || v.conproc::text,
           CASE WHEN v.condefault THEN 'DEFAULT = true' END], NULL) AS options
FROM pg_conversion v
JOIN pg_namespace n ON n.oid = v.connamespace
LEFT JOIN pg_description c ON c.classoid = 'pg_conversion'::regclass AND c.objoid = v.oid AND c.objsubid = 0
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'hcmigrate')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_conversion'::regclass AND d.objid = v.oid AND d.deptype = 'e')
