-- Subscriptions of this database: one row each, without the connection, which only a superuser may read. Columns that came with
-- PostgreSQL 15, 16 and 17: where a server lacks them, the names mean those of "absent".
SELECT s.*, pg_get_userbyid(s.subowner) AS owner, d.description AS comment
FROM (SELECT NULL AS subtwophasestate, NULL AS subdisableonerr, NULL AS subpasswordrequired, NULL AS subrunasowner, NULL AS suborigin,
             NULL AS subfailover) absent
CROSS JOIN LATERAL (
    SELECT m.oid, m.subname AS name, m.subowner, m.subdbid, m.subenabled AS enabled, m.subslotname AS slot_name,
           m.subpublications AS publications, m.subbinary AS "binary", m.substream::text AS streaming, m.subsynccommit AS synchronous_commit,
           subtwophasestate::text <> 'd' AS two_phase, subdisableonerr::text::bool AS disable_on_error,
           coalesce(subpasswordrequired::text::bool, true) AS password_required, subrunasowner::text::bool AS run_as_owner,
           coalesce(suborigin::text, 'any') AS origin, subfailover::text::bool AS failover
    FROM pg_subscription m
) s
LEFT JOIN pg_description d ON d.objoid = s.oid AND d.classoid = 'pg_subscription'::regclass AND d.objsubid = 0
WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
