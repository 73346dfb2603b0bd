-- Collations: one row each, options as CREATE COLLATION wants them.
SELECT l.oid, n.nspname AS schema, l.collname AS base, pg_get_userbyid(l.collowner) AS owner, c.description AS comment,
       array_remove(ARRAY[
           'PROVIDER = ' || CASE l.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
           CASE WHEN v.j ->> 'colllocale' IS NOT NULL OR v.j ->> 'colliculocale' IS NOT NULL
                THEN 'LOCALE = ' || quote_literal(coalesce(v.j ->> 'colllocale', v.j ->> 'colliculocale'))
                WHEN l.collcollate = l.collctype THEN 'LOCALE = ' || quote_literal(l.collcollate) END,
           CASE WHEN l.collcollate <> l.collctype THEN 'LC_COLLATE = ' || quote_literal(l.collcollate) END,
           CASE WHEN l.collcollate <> l.collctype THEN 'LC_CTYPE = ' || quote_literal(l.collctype) END,
           CASE WHEN NOT l.collisdeterministic THEN 'DETERMINISTIC = false' END,
           CASE WHEN v.j ->> 'collicurules' IS NOT NULL THEN 'RULES = ' || quote_literal(v.j ->> 'collicurules') END], NULL) AS options
FROM pg_collation l
JOIN pg_namespace n ON n.oid = l.collnamespace
CROSS JOIN LATERAL (SELECT to_jsonb(l)) v (j)
LEFT JOIN pg_description c ON c.classoid = 'pg_collation'::regclass AND c.objoid = l.oid AND c.objsubid = 0
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'hcmigrate')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_collation'::regclass AND d.objid = l.oid AND d.deptype = 'e')
