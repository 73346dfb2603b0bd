-- Constraints and indexes that a table has only as copies of its parents', one row each with the copy it was made from
-- (0: a CHECK, which has its parents' name). Not an object kind: see catalog/inheritance.c.
SELECT 'pg_class' AS class, i.inhrelid AS oid, i.inhparent AS origin, x.indrelid AS relation, c.relname AS name
FROM pg_inherits i
JOIN pg_class c ON c.oid = i.inhrelid AND c.relkind IN ('i', 'I')
JOIN pg_index x ON x.indexrelid = c.oid
WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))
UNION ALL
SELECT 'pg_constraint', k.oid, k.conparentid, k.conrelid, k.conname
FROM pg_constraint k
JOIN pg_constraint o ON o.oid = k.conparentid
WHERE k.contype IN ('p', 'u', 'x', 'f') AND k.conrelid <> o.conrelid
UNION ALL
SELECT 'pg_constraint', k.oid, 0, k.conrelid, k.conname
FROM pg_constraint k
WHERE k.contype = 'c' AND k.coninhcount > 0 AND NOT k.conislocal
