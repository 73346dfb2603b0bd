-- Functions and procedures, but aggregates, and but the constructors of range types (deptype 'i').
SELECT p.oid, n.nspname AS schema, p.proname AS name, pg_get_userbyid(p.proowner) AS owner, p.proacl::text[] AS acl,
       c.description AS comment, p.prokind, l.lanname AS language, p.prosrc, p.probin, p.provolatile, p.proparallel, p.proisstrict,
       p.prosecdef, p.proleakproof, p.procost, p.prorows, p.proretset, nullif(p.prosupport::text, '-') AS support, p.proconfig,
       p.proargmodes::text[] AS modes, p.proargnames AS names,
       ARRAY(SELECT format_type(a.type, NULL) FROM unnest(coalesce(p.proallargtypes, p.proargtypes)) WITH ORDINALITY a (type, number)
             ORDER BY a.number) AS types,
       CASE WHEN p.pronargdefaults > 0 THEN
           ARRAY(SELECT pg_get_function_arg_default(p.oid, a.number::integer)
                 FROM unnest(coalesce(p.proallargtypes, p.proargtypes)) WITH ORDINALITY a (type, number) ORDER BY a.number)
       END AS defaults,
       CASE WHEN p.prokind <> 'p' THEN format_type(p.prorettype, NULL) END AS returns,
       ARRAY(SELECT format_type(a.type, NULL) FROM unnest(p.protrftypes) WITH ORDINALITY a (type, number) ORDER BY a.number) AS transforms,
       p.prosqlbody IS NOT NULL AS has_sql_body,
       CASE WHEN p.prosqlbody IS NOT NULL THEN pg_get_function_sqlbody(p.oid) END AS sql_body
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
JOIN pg_language l ON l.oid = p.prolang
LEFT JOIN pg_description c ON c.classoid = 'pg_proc'::regclass AND c.objoid = p.oid AND c.objsubid = 0
WHERE p.prokind IN ('f', 'p', 'w') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'hcmigrate')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
