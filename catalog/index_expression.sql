-- Expressions among the keys of indexes; the whole definition where the catalog does not tell whether a collation was written.
SELECT i.indexrelid AS oid, k.n, pg_get_indexdef(i.indexrelid, k.n::integer, false) AS expression,
       CASE WHEN i.indcollation[k.n - 1] NOT IN (0, 100) THEN pg_get_indexdef(i.indexrelid) END AS definition
FROM pg_index i
CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, n)
WHERE i.indexprs IS NOT NULL AND i.indexrelid >= 16384 AND k.attnum = 0
