-- Casts that users made: one row each.
SELECT k.oid, format_type(k.castsource, NULL) AS source, format_type(k.casttarget, NULL) AS target, c.description AS comment,
       array_remove(ARRAY[
           'METHOD = ' || CASE k.castmethod WHEN 'b' THEN 'WITHOUT FUNCTION' WHEN 'i' THEN 'WITH INOUT'
                               ELSE 'WITH FUNCTION ' || k.castfunc::regprocedure::text END,
           'WHEN = ' || CASE k.castcontext WHEN 'a' THEN 'AS ASSIGNMENT' WHEN 'i' THEN 'AS IMPLICIT' END], NULL) AS options
FROM pg_cast k
LEFT JOIN pg_description c ON c.classoid = 'pg_cast'::regclass AND c.objoid = k.oid AND c.objsubid = 0
WHERE k.oid >= 16384
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = k.oid AND d.deptype IN ('e', 'i'))
