-- Text search parsers: one row each, options as CREATE TEXT SEARCH PARSER wants them.
SELECT p.oid, n.nspname AS schema, p.prsname AS base, c.description AS comment,
       array_remove(ARRAY[
           'START = ' || p.prsstart::text,
           'GETTOKEN = ' || p.prstoken::text,
           'END = ' || p.prsend::text,
           'LEXTYPES = ' || p.prslextype::text,
           CASE WHEN p.prsheadline <> 0 THEN 'HEADLINE = ' || p.prsheadline::text END], NULL) AS options
FROM pg_ts_parser p
JOIN pg_namespace n ON n.oid = p.prsnamespace
LEFT JOIN pg_description c ON c.classoid = 'pg_ts_parser'::regclass AND c.objoid = p.oid AND c.objsubid = 0
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'hcmigrate')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_ts_parser'::regclass AND d.objid = p.oid AND d.deptype = 'e')
