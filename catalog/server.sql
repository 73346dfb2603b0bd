-- Foreign servers: one row each.
SELECT s.oid, s.srvname AS name, pg_get_userbyid(s.srvowner) AS owner, s.srvacl::text[] AS acl, d.description AS comment,
       w.fdwname AS wrapper, s.srvtype AS type, s.srvversion AS version, s.srvoptions AS options
FROM pg_foreign_server s
JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
LEFT JOIN pg_description d ON d.objoid = s.oid AND d.classoid = 'pg_foreign_server'::regclass AND d.objsubid = 0
WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_foreign_server'::regclass AND e.objid = s.oid AND e.deptype = 'e')
