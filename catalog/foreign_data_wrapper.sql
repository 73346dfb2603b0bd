-- Foreign-data wrappers: one row each, but for those of extensions.
SELECT w.oid, w.fdwname AS name, pg_get_userbyid(w.fdwowner) AS owner, w.fdwacl::text[] AS acl, d.description AS comment,
       CASE WHEN w.fdwhandler <> 0 THEN w.fdwhandler::regproc::text END AS handler,
       CASE WHEN w.fdwvalidator <> 0 THEN w.fdwvalidator::regproc::text END AS validator, w.fdwoptions AS options
FROM pg_foreign_data_wrapper w
LEFT JOIN pg_description d ON d.objoid = w.oid AND d.classoid = 'pg_foreign_data_wrapper'::regclass AND d.objsubid = 0
WHERE NOT EXISTS (SELECT FROM pg_depend e
                  WHERE e.classid = 'pg_foreign_data_wrapper'::regclass AND e.objid = w.oid AND e.deptype = 'e')
