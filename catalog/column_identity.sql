-- The sequences of identity columns, one row each.
SELECT d.refobjid AS relation, d.refobjsubid AS number, q.seqrelid::regclass::text AS sequence, q.seqstart AS start,
       q.seqincrement AS increment, q.seqmin AS min, q.seqmax AS max, q.seqcache AS cache, q.seqcycle AS cycle
FROM pg_sequence q
JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = q.seqrelid AND d.deptype = 'i'
                    AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
