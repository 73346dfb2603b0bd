-- Access methods that users made: one row each.
SELECT a.oid, a.amname AS base, c.description AS comment,
       ARRAY['TYPE = ' || CASE a.amtype WHEN 't' THEN 'TABLE' ELSE 'INDEX' END, 'HANDLER = ' || a.amhandler::text] AS options
FROM pg_am a
LEFT JOIN pg_description c ON c.classoid = 'pg_am'::regclass AND c.objoid = a.oid AND c.objsubid = 0
WHERE a.oid >= 16384
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_am'::regclass AND d.objid = a.oid AND d.deptype = 'e')
