-- Operators: one row each, options as CREATE OPERATOR wants them. Shell operators (named as a commutator only) are left out.
SELECT o.oid, n.nspname AS schema, o.oprname AS base, pg_get_userbyid(o.oprowner) AS owner, c.description AS comment,
       CASE WHEN o.oprleft <> 0 THEN format_type(o.oprleft, NULL) END AS left_type,
       CASE WHEN o.oprright <> 0 THEN format_type(o.oprright, NULL) END AS right_type,
       array_remove(ARRAY[
           'FUNCTION = ' || o.oprcode::regproc::text,
           CASE WHEN o.oprleft <> 0 THEN 'LEFTARG = ' || format_type(o.oprleft, NULL) END,
           CASE WHEN o.oprright <> 0 THEN 'RIGHTARG = ' || format_type(o.oprright, NULL) END,
           CASE WHEN o.oprcom <> 0 THEN 'COMMUTATOR = OPERATOR(' || quote_ident(cn.nspname) || '.' || co.oprname || ')' END,
           CASE WHEN o.oprnegate <> 0 THEN 'NEGATOR = OPERATOR(' || quote_ident(gn.nspname) || '.' || ng.oprname || ')' END,
           CASE WHEN o.oprrest <> 0 THEN 'RESTRICT = ' || o.oprrest::text END,
           CASE WHEN o.oprjoin <> 0 THEN 'JOIN = ' || o.oprjoin::text END,
           CASE WHEN o.oprcanhash THEN 'HASHES = true' END,
           CASE WHEN o.oprcanmerge THEN 'MERGES = true' END], NULL) AS options
FROM pg_operator o
JOIN pg_namespace n ON n.oid = o.oprnamespace
LEFT JOIN pg_operator co ON co.oid = o.oprcom
LEFT JOIN pg_namespace cn ON cn.oid = co.oprnamespace
LEFT JOIN pg_operator ng ON ng.oid = o.oprnegate
LEFT JOIN pg_namespace gn ON gn.oid = ng.oprnamespace
LEFT JOIN pg_description c ON c.classoid = 'pg_operator'::regclass AND c.objoid = o.oid AND c.objsubid = 0
WHERE o.oprcode <> 0 AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'hcmigrate')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_operator'::regclass AND d.objid = o.oid AND d.deptype = 'e')
