-- Transforms: one row each.
SELECT t.oid, format_type(t.trftype, NULL) AS type, l.lanname AS language, c.description AS comment,
       array_remove(ARRAY[
           CASE WHEN t.trffromsql <> 0 THEN 'FROM SQL = ' || t.trffromsql::regprocedure::text END,
           CASE WHEN t.trftosql <> 0 THEN 'TO SQL = ' || t.trftosql::regprocedure::text END], NULL) AS options
FROM pg_transform t
JOIN pg_language l ON l.oid = t.trflang
LEFT JOIN pg_description c ON c.classoid = 'pg_transform'::regclass AND c.objoid = t.oid AND c.objsubid = 0
WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_transform'::regclass AND d.objid = t.oid AND d.deptype = 'e')
