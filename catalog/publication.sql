-- Publications: one row each. pubgencols came with PostgreSQL 18.
SELECT p.oid, p.pubname AS name, pg_get_userbyid(p.pubowner) AS owner, d.description AS comment, p.puballtables AS all_tables,
       p.pubviaroot AS via_root,
       array_remove(ARRAY[CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubinsert THEN 'insert' END,
                          CASE WHEN p.pubtruncate THEN 'truncate' END, CASE WHEN p.pubupdate THEN 'update' END], NULL) AS publish,
       CASE to_jsonb(p)->>'pubgencols' WHEN 's' THEN 'stored' ELSE 'none' END AS generated_columns
FROM pg_publication p
LEFT JOIN pg_description d ON d.objoid = p.oid AND d.classoid = 'pg_publication'::regclass AND d.objsubid = 0
LEFT JOIN pg_depend e ON e.classid = 'pg_publication'::regclass AND e.objid = p.oid AND e.deptype = 'e'
WHERE e.objid IS NULL
