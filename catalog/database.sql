-- The database itself.
SELECT d.oid, d.datname AS name, pg_get_userbyid(d.datdba) AS owner, d.datacl::text[] AS acl, d.datconnlimit AS connection_limit,
       shobj_description(d.oid, 'pg_database') AS comment
FROM pg_database d
WHERE d.datname = current_database()
