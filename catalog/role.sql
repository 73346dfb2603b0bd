-- Roles of the cluster but PostgreSQL's own: one row each. pg_roles, since pg_authid is for superusers; it shows no passwords.
SELECT r.oid, r.rolname AS name, r.rolsuper AS superuser, r.rolinherit AS "inherit", r.rolcreaterole AS create_role,
       r.rolcreatedb AS create_database, r.rolcanlogin AS login, r.rolreplication AS replication,
       r.rolbypassrls AS bypass_row_security, r.rolconnlimit AS connection_limit,
       nullif(r.rolvaliduntil, 'infinity')::text AS valid_until, shobj_description(r.oid, 'pg_authid') AS comment
FROM pg_roles r
WHERE r.rolname NOT LIKE 'pg\_%'
