-- Operator classes ('o') and collations ('c') by number, as they are written; which class is a type's default for its method.
SELECT 'o' AS sort, o.oid, CASE WHEN o.opcnamespace = 'pg_catalog'::regnamespace THEN quote_ident(o.opcname)
                                ELSE format('%I.%I', n.nspname, o.opcname) END AS name,
       o.opcmethod AS method, o.opcintype AS type, o.opcdefault AS is_default
FROM pg_opclass o
JOIN pg_namespace n ON n.oid = o.opcnamespace
UNION ALL
SELECT 'c', c.oid, CASE WHEN c.collnamespace = 'pg_catalog'::regnamespace THEN quote_ident(c.collname)
                        ELSE format('%I.%I', n.nspname, c.collname) END, 0, 0, false
FROM pg_collation c
JOIN pg_namespace n ON n.oid = c.collnamespace
