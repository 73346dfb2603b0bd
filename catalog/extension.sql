-- Extensions, but plpgsql, which every database has from the start.
SELECT e.oid, e.extname AS name, n.nspname AS in_schema, e.extversion AS version, c.description AS comment
FROM pg_extension e
JOIN pg_namespace n ON n.oid = e.extnamespace
LEFT JOIN pg_description c ON c.classoid = 'pg_extension'::regclass AND c.objoid = e.oid AND c.objsubid = 0
WHERE e.extname <> 'plpgsql'
