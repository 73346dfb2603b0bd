-- What user objects depend on, from pg_depend. Not an object kind: see catalog/depend.c.
-- 16384 is FirstNormalObjectId (access/transam.h): what initdb made never needs to be ordered.
SELECT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid
FROM pg_depend d
WHERE d.objid >= 16384 AND d.refobjid >= 16384 AND d.deptype IN ('n', 'a', 'i', 'P', 'S')
