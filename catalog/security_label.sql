-- Security labels: one row each, of whatever has one. Not an object kind: see catalog/read.c.
SELECT c.relname AS class, l.objoid AS oid, l.objsubid AS sub, l.provider, l.label
FROM pg_seclabel l
JOIN pg_class c ON c.oid = l.classoid
