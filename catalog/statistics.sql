-- Extended statistics: one row each. A single expression ('e' alone in stxkind) has no kinds of its own.
SELECT s.oid, sn.nspname AS schema, s.stxname AS name, pg_get_userbyid(s.stxowner) AS owner, d.description AS comment,
       n.nspname AS table_schema, c.relname AS "table", coalesce(s.stxstattarget, -1) AS target,
       array_remove(ARRAY[CASE WHEN 'f' = ANY (s.stxkind) THEN 'dependencies' END, CASE WHEN 'm' = ANY (s.stxkind) THEN 'mcv' END,
                          CASE WHEN 'd' = ANY (s.stxkind) THEN 'ndistinct' END], NULL) AS kinds,
       k.columns, pg_get_statisticsobjdef_expressions(s.oid) AS expressions
FROM pg_statistic_ext s
JOIN pg_class c ON c.oid = s.stxrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_namespace sn ON sn.oid = s.stxnamespace
LEFT JOIN LATERAL (
    SELECT array_agg(a.attname) AS columns FROM pg_attribute a WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys)
) k ON true
LEFT JOIN pg_description d ON d.objoid = s.oid AND d.classoid = 'pg_statistic_ext'::regclass AND d.objsubid = 0
LEFT JOIN pg_depend e ON e.classid = 'pg_statistic_ext'::regclass AND e.objid = s.oid AND e.deptype = 'e'
LEFT JOIN pg_depend ce ON ce.classid = 'pg_class'::regclass AND ce.objid = c.oid AND ce.objsubid = 0 AND ce.deptype = 'e'
WHERE e.objid IS NULL AND ce.objid IS NULL
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'hcmigrate') AND n.nspname !~ '^pg_(toast|temp)'
