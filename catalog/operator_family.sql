-- Operator families: one row each, with the members that no class of theirs holds.
SELECT f.oid, n.nspname AS schema, f.opfname AS base, a.amname AS method, pg_get_userbyid(f.opfowner) AS owner, c.description AS comment,
       m.item_keys, m.item_values
FROM pg_opfamily f
JOIN pg_namespace n ON n.oid = f.opfnamespace
JOIN pg_am a ON a.oid = f.opfmethod
LEFT JOIN (
    SELECT k.family, array_agg(k.key) AS item_keys, array_agg(k.key_start || k.value) AS item_values
    FROM (SELECT d.refobjid AS family, 'OPERATOR ' || o.amopstrategy || ' ' AS key_start,
                 format('OPERATOR %s (%s, %s)', o.amopstrategy, format_type(o.amoplefttype, NULL), format_type(o.amoprighttype, NULL)) AS key,
                 format('%s%s (%s, %s)%s', CASE WHEN pn.nspname <> 'pg_catalog' THEN quote_ident(pn.nspname) || '.' END, p.oprname,
                        format_type(o.amoplefttype, NULL), format_type(o.amoprighttype, NULL),
                        ' FOR ORDER BY ' || CASE WHEN sn.nspname <> 'pg_catalog' THEN quote_ident(sn.nspname) || '.' ELSE '' END || quote_ident(s.opfname)) AS value
          FROM pg_depend d
          JOIN pg_amop o ON o.oid = d.objid
          JOIN pg_operator p ON p.oid = o.amopopr
          JOIN pg_namespace pn ON pn.oid = p.oprnamespace
          LEFT JOIN pg_opfamily s ON s.oid = o.amopsortfamily
          LEFT JOIN pg_namespace sn ON sn.oid = s.opfnamespace
          WHERE d.classid = 'pg_amop'::regclass AND d.refclassid = 'pg_opfamily'::regclass AND d.deptype IN ('a', 'i') AND d.refobjid = o.amopfamily
          UNION ALL
          SELECT d.refobjid, 'FUNCTION ' || o.amprocnum || ' ',
                 format('FUNCTION %s (%s, %s)', o.amprocnum, format_type(o.amproclefttype, NULL), format_type(o.amprocrighttype, NULL)),
                 format('(%s, %s) %s', format_type(o.amproclefttype, NULL), format_type(o.amprocrighttype, NULL), o.amproc::regprocedure::text)
          FROM pg_depend d
          JOIN pg_amproc o ON o.oid = d.objid
          WHERE d.classid = 'pg_amproc'::regclass AND d.refclassid = 'pg_opfamily'::regclass AND d.deptype IN ('a', 'i')) k
    GROUP BY k.family
) m ON m.family = f.oid
LEFT JOIN pg_description c ON c.classoid = 'pg_opfamily'::regclass AND c.objoid = f.oid AND c.objsubid = 0
WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT IN ('information_schema', 'hcmigrate')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_opfamily'::regclass AND d.objid = f.oid AND d.deptype = 'e')
