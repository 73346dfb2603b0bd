-- Event triggers: one row each.
SELECT t.oid, t.evtname AS name, pg_get_userbyid(t.evtowner) AS owner, d.description AS comment, t.evtevent AS event,
       t.evttags AS tags, t.evtenabled AS enabled, n.nspname AS function_schema, p.proname AS function
FROM pg_event_trigger t
JOIN pg_proc p ON p.oid = t.evtfoid
JOIN pg_namespace n ON n.oid = p.pronamespace
LEFT JOIN pg_description d ON d.objoid = t.oid AND d.classoid = 'pg_event_trigger'::regclass AND d.objsubid = 0
LEFT JOIN pg_depend e ON e.classid = 'pg_event_trigger'::regclass AND e.objid = t.oid AND e.deptype = 'e'
WHERE e.objid IS NULL
