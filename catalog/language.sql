-- Procedural languages that no extension brings: one row each.
SELECT l.oid, l.lanname AS base, pg_get_userbyid(l.lanowner) AS owner, l.lanacl::text[] AS acl, c.description AS comment,
       array_remove(ARRAY[
           CASE WHEN l.lanpltrusted THEN 'TRUSTED = true' END,
           'HANDLER = ' || l.lanplcallfoid::regproc::text,
           CASE WHEN l.laninline <> 0 THEN 'INLINE = ' || l.laninline::regproc::text END,
           CASE WHEN l.lanvalidator <> 0 THEN 'VALIDATOR = ' || l.lanvalidator::regproc::text END], NULL) AS options
FROM pg_language l
LEFT JOIN pg_description c ON c.classoid = 'pg_language'::regclass AND c.objoid = l.oid AND c.objsubid = 0
WHERE l.lanispl
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_language'::regclass AND d.objid = l.oid AND d.deptype = 'e')
