-- Where subscriptions connect to. Not an object kind, and only for who may read it: see catalog/subscription.c.
SELECT s.oid, s.subconninfo AS connection
FROM pg_subscription s
WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
