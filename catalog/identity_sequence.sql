-- The sequences of identity columns, one row each.
SELECT d.refobjid AS relation, d.refobjsubid AS number, q.seqrelid::regclass::text AS sequence, q.seqstart AS start,
       q.seqincrement AS increment, q.seqmin AS min, q.seqmax AS max, q.seqcache AS cache, q.seqcycle AS cycle,
       r.oid, r.relname AS name, r.relacl::text[] AS acl, pg_get_userbyid(r.relowner) AS owner, c.description AS comment
FROM pg_sequence q
JOIN pg_class r ON r.oid = q.seqrelid
JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = q.seqrelid AND d.deptype = 'i'
                    AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
LEFT JOIN pg_description c ON c.classoid = 'pg_class'::regclass AND c.objoid = r.oid AND c.objsubid = 0
