-- Sizes of relations ($1: an array of their oids), with those of their partitions. Not an object kind: see catalog/sizes.c.
SELECT w.oid, sum(pg_total_relation_size(p.oid)) AS bytes,
       CASE WHEN bool_or(s.pages > 0 AND (p.reltuples <= 0 OR p.relpages = 0)) THEN -1
            ELSE coalesce(sum(CASE WHEN s.pages > 0 THEN p.reltuples / nullif(p.relpages, 0) * s.pages END), 0)::bigint END AS rows
FROM unnest($1::oid[]) AS w (oid)
CROSS JOIN LATERAL (SELECT w.oid UNION SELECT t.relid::oid FROM pg_partition_tree(w.oid) AS t) AS u (oid)
JOIN pg_class p ON p.oid = u.oid AND p.relkind IN ('r', 'm')
CROSS JOIN LATERAL (SELECT pg_relation_size(p.oid) / current_setting('block_size')::bigint AS pages) AS s
GROUP BY w.oid
