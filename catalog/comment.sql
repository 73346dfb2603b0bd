-- Comments on relations, on their columns and on constraints. Not an object kind: see catalog/read.c.
SELECT classoid = 'pg_class'::regclass AS of_relation, objoid AS oid, objsubid AS sub, description AS comment
FROM pg_description
WHERE classoid IN ('pg_class'::regclass, 'pg_constraint'::regclass) AND objoid >= 16384
