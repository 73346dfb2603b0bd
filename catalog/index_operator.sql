-- Operators of EXCLUDE constraints.
SELECT c.conindid AS oid, k.n, CASE WHEN o.oprnamespace = 'pg_catalog'::regnamespace THEN o.oprname::text
                                    ELSE format('OPERATOR(%I.%s)', s.nspname, o.oprname) END AS with_operator
FROM pg_constraint c
CROSS JOIN LATERAL unnest(c.conexclop) WITH ORDINALITY AS k (operator, n)
JOIN pg_operator o ON o.oid = k.operator
JOIN pg_namespace s ON s.oid = o.oprnamespace
WHERE c.contype = 'x'
